import type { ToCamera } from "../media/camera-messages.ts";
import type { ToPlayer } from "../media/player-messages.ts";
import { runCamera } from "./camera.ts";
import { runPlayer } from "./player.ts";
import { scope } from "./scope.ts";

// One script for both jobs: the protocol is loaded, and cached, once. The first message says which it is.
scope.onmessage = ({ data }) => {
  const message = data as ToPlayer | ToCamera;
  if (message.kind === "watch") runPlayer(message);
  else if (message.kind === "share") runCamera(message);
};
