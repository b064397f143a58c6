/** The client of `bench/stall.ts` that is stopped as a whole: until then it takes every picture. */
import { connect } from "@framewire/client";
import { unprotected } from "../unprotected.ts";

process.once("message", async ({ port }: { readonly port: number }) => {
  const connection = await connect(`127.0.0.1:${port}`, { ...unprotected, name: "frozen" });
  process.once("disconnect", () => void connection.close());
  for await (const _ of connection.frames);
});
