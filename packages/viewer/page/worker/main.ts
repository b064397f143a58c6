/** The script of all workers. One script for both jobs, so that the protocol is loaded and cached once. */

import type { ToCamera } from "../media/camera-messages.ts";
import type { ToPlayer } from "../media/player-messages.ts";
import { runCamera } from "./camera.ts";
import { runPlayer } from "./player.ts";
import { scope } from "./scope.ts";

// The first message chooses the job.
scope.onmessage = ({ data }) => {
  const message = data as ToPlayer | ToCamera;
  if (message.kind === "play") runPlayer(message);
  else if (message.kind === "share") runCamera(message);
};
