import type { Simulcast } from "@framewire/codec";
import type { Command } from "commander";
import { type CommonOptions, withCommonOptions } from "../options/common-options.ts";
import { createLedger, type Ledger } from "../output/transfer-totals.ts";
import { openPage } from "../views/open-view.ts";
import type { Page } from "../views/view.ts";
import { type HangUp, listenForHangUp } from "./hang-up.ts";
import { openPictures } from "./open-source.ts";
import { type Running, runCommand } from "./run-command.ts";

/** What a server or a client works with. */
export interface App<Options> extends Running<Options> {
  readonly hangUp: HangUp;
  /** This machine's pictures. */
  readonly pictures: Simulcast;
  readonly page: Page;
  readonly ledger: Ledger;
}

/** Runs a server's or a client's command line, with the common options added to its own. */
export async function runApp<Options extends CommonOptions>(
  command: Command,
  { argv, viewPort }: { readonly argv: readonly string[]; readonly viewPort: number },
  main: (app: App<Options>) => Promise<void>,
): Promise<void> {
  await runCommand<Options>(withCommonOptions(command, { viewPort }), argv, async (running) => {
    const { options, reporter } = running;
    const { encodings: pictures, showGuest } = openPictures(options, reporter);
    const viewPortGiven = command.getOptionValueSource("viewPort") !== "default";
    using hangUp = listenForHangUp({ duration: options.duration, onEnter: reporter.entered });
    await using page = await openPage(
      { ...options, viewPortGiven },
      { pictures, reporter, onHangUp: hangUp.now, onCamera: showGuest },
    );
    try {
      await main({ ...running, hangUp, pictures, page, ledger: createLedger() });
      if (hangUp.signal.aborted) page.setFarewell("This side hung up.");
    } catch (error) {
      page.setFarewell((error as Error).message);
      throw error;
    }
  });
}
