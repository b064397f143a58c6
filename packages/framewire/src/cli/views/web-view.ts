/** The view for browsers: a page that a gateway serves. */
import { type Connection, isRefusal } from "@framewire/protocol";
import { createViewer, type Viewer, type ViewerOptions, type ViewerStream } from "@framewire/viewer";
import { preparePageAccess } from "../credentials/page-access.ts";
import type { CommonOptions } from "../options/common-options.ts";
import { nameListenOption } from "../options/name-listen-option.ts";
import { qrMatrix } from "../output/qr-code.ts";
import { clientCommandHint } from "../server/client-command.ts";
import { createDepartedPeers } from "./departed-peers.ts";
import {
  displayCodecs,
  keepMsFor,
  type Notice,
  type PeerFrames,
  type Tile,
  type View,
  type ViewContext,
} from "./view.ts";

/** Opens the page, with this machine's video on it, and reports its URL. */
export async function openWebView(
  options: WebViewOptions,
  { simulcast, reporter, onHangUp, onCamera, canDisconnect }: ViewContext,
): Promise<View> {
  const { log } = reporter;
  const access = await preparePageAccess(options, log);
  const viewer = await startViewer(options, { ...access.options, log, onHangUp, onCamera });
  const url = access.urlFor(viewer.url);
  const viewOnlyUrl = access.viewOnlyUrlFor(viewer.url);
  reporter.emit({ event: "viewer", url, viewOnlyUrl: viewOnlyUrl ?? null });
  if (access.certificate) reporter.showFingerprint(access.certificate.fingerprint);
  if (options.viewOnlyLink) log.info(`To let somebody watch, and not hang up, give this link:\n${viewOnlyUrl}`);

  viewer.add({
    id: "local",
    name: `${options.name} (this side)`,
    role: "local",
    frames: simulcast.subscribe(displayCodecs),
  });
  const connected = new Set<Connection>();
  const departed = createDepartedPeers();
  const isReachable = access.certificate !== undefined || options.viewOrigin !== undefined;
  const link = isReachable ? { url, matrix: qrMatrix(url) } : undefined;
  let notice: Notice | undefined;
  let farewell: string | undefined;
  function updateNotice(): void {
    const current = connected.size === 0 ? notice : undefined;
    const [command] = current?.commands ?? [];
    viewer.setNotice(current?.text, { detail: current?.detail, command: command?.withoutKey });
  }

  return {
    setNotice(next) {
      notice = next;
      const commands = next.commands?.map(({ label, command, masked }) => ({ label, command, masked })) ?? [];
      viewer.setInvitation(commands.length > 0 || link ? { hint: clientCommandHint, commands, link } : undefined);
      updateNotice();
    },
    showLink() {
      if (link) reporter.showPageUrl(link.url);
    },
    setFarewell(text) {
      farewell = text;
    },
    show(connection, peer) {
      departed.replaceWith(connection);
      const tile = addTile(viewer, connection, { ...peer, canDisconnect });
      connected.add(connection);
      updateNotice();
      return {
        update: tile.update,
        end(info) {
          tile.end(info);
          departed.add(connection, { forMs: keepMsFor(info), remove: tile.remove });
          farewell = info.message;
          connected.delete(connection);
          updateNotice();
        },
      };
    },
    [Symbol.asyncDispose]: () => viewer.close({ message: farewell }),
  };
}

/** The options that the page needs. */
export interface WebViewOptions
  extends Pick<CommonOptions, "name" | "viewHost" | "viewPort" | "viewOrigin" | "viewOnlyLink" | "newCode"> {
  /** The port comes from the command line rather than from the default. */
  readonly viewPortGiven: boolean;
}

/** Ports that are tried when the default is in use, so that the page's address is the same at the next start. */
const sparePorts = 8;

/**
 * Starts the viewer on the given port. If the default port is in use, it starts on the next one in steps of two, which
 * keep servers and clients apart, and at last on any free one.
 */
async function startViewer(
  { viewHost: host, viewPort: port, viewPortGiven, name: title }: WebViewOptions,
  options: ViewerOptions,
): Promise<Viewer> {
  const spare = viewPortGiven ? [] : Array.from({ length: sparePorts }, (_, index) => port + 2 * (index + 1));
  for (const candidate of [port, ...spare]) {
    try {
      return await createViewer({ ...options, host, port: candidate, title });
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
      if (!viewPortGiven && code === "EADDRINUSE") continue;
      const names = { port: "--view-port", host: "--view-host" };
      throw nameListenOption(error, { what: "The page", host, port, options: names });
    }
  }
  return createViewer({ ...options, host, port: 0, title });
}

function addTile(
  viewer: Viewer,
  connection: Connection,
  { frames, keepOpen, shown: onShown, canDisconnect }: PeerFrames & Pick<ViewContext, "canDisconnect">,
): Tile & { readonly remove: () => void } {
  const { instanceId: id, name } = connection.remote;
  const stream: ViewerStream = viewer.add({
    id,
    name,
    role: "remote",
    frames,
    keepOpen,
    onShown,
    onDisconnect: canDisconnect ? () => void connection.close() : undefined,
  });
  return {
    update({ received: { frames: received, bytes: receivedBytes, ...rates }, rttMs, ageMs }) {
      const { fps, bitrate, dropped, level, qualityLimitationReason } = rates;
      stream.update({
        stats: {
          fps,
          rateBitsPerSecond: bitrate,
          dropped,
          received,
          receivedBytes,
          level,
          qualityLimitationReason,
          rttMs: rttMs ?? undefined,
          ageMs: ageMs ?? undefined,
        },
      });
    },
    end(info) {
      const state = info.by === "lost" ? "lost" : isRefusal(info) ? "refused" : "left";
      stream.update({ state, message: info.message });
    },
    remove: stream.remove,
  };
}
