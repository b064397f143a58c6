// Sums the packages' test reports and prints the sum on the last line. Fails when the run failed, when a test was skipped or
// failed, or when a package with tests has no report. Argument: exit status of the test run.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folders = [
  "tests",
  "fuzz",
  "soak",
  ...["packages", "apps"].flatMap((group) => readdirSync(group).map((name) => join(group, name))),
].filter((folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).scripts?.test);

let [passed, failed, skipped] = [0, 0, 0];
const problems = process.argv[2] === "0" ? [] : ["The test run itself failed."];
for (const folder of folders) {
  const path = join(folder, "test-results", "vitest.json");
  if (!existsSync(path)) {
    problems.push(`${folder} has no test report.`);
    continue;
  }
  const report = JSON.parse(readFileSync(path, "utf8"));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  for (const suite of report.testResults) {
    if (suite.status === "failed" && suite.assertionResults.length === 0) problems.push(`${suite.name} did not run.`);
    for (const test of suite.assertionResults) {
      if (test.status === "passed" || test.status === "failed") continue;
      skipped++;
      problems.push(`Skipped: ${test.fullName}`);
    }
  }
}
for (const problem of problems) console.log(problem);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || problems.length > 0 ? 1 : 0;
