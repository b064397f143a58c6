import type { Encodings } from "@framewire/codec";
import type { Command } from "commander";
import { type HangUp, listenForHangUp } from "./hang-up.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { openPage } from "./open-page.ts";
import { type CommonOptions, withCommonOptions } from "./options.ts";
import type { Page } from "./page.ts";
import { openPictures } from "./pictures.ts";
import { type Running, runCommand } from "./run-command.ts";

/** What a server or a client works with. */
export interface App<Options> extends Running<Options> {
  readonly hangUp: HangUp;
  /** This machine's pictures. */
  readonly pictures: Encodings;
  readonly page: Page;
  readonly ledger: Ledger;
}

/** Runs a server's or a client's command line, with the common options added to its own. */
export async function runApp<Options extends CommonOptions>(
  command: Command,
  defaults: { readonly viewPort: number },
  main: (app: App<Options>) => Promise<void>,
): Promise<void> {
  await runCommand<Options>(withCommonOptions(command, defaults), async (running) => {
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
