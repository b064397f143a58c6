/** Hooks of pnpm. */

/** An app has said why it ended; pnpm's own message would only bury that. The exit code stays that of the app. */
const filterLog = (log) => !(log.err?.code === "ERR_PNPM_RECURSIVE_RUN_FIRST_FAIL" && log.stage === "start");

module.exports = { hooks: { filterLog } };
