/** The address of a server on the command line. */
import { formatAddress, parseAddress } from "@framewire/client";
import { InvalidArgumentError } from "commander";

/** Returns the address with its port. Throws Commander's error for an invalid one. */
export function parseAddressOperand(text: string): string {
  try {
    return formatAddress(parseAddress(text));
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** Returns the host of a valid address. */
export function hostOf(address: string): string {
  return parseAddress(address).host;
}
