import type { Transport } from "@framewire/protocol";

export function messagePortTransport(port: MessagePort): Transport {
  let open = true;
  let ended = (): void => {};
  function close(): void {
    if (!open) return;
    open = false;
    port.postMessage("end");
    setTimeout(ended);
  }
  return {
    remoteAddress: "worker",
    start(receiver) {
      ended = () => {
        port.close();
        receiver.closed();
      };
      port.onmessage = ({ data }) => {
        if (data !== "end") receiver.data(data);
        else if (open) {
          open = false;
          ended();
        }
      };
    },
    write(parts) {
      if (open) for (const part of parts) port.postMessage(new Uint8Array(part));
    },
    close,
    abort: close,
  };
}
