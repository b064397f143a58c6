// Takes screenshots of the page with the real apps and footage of Debian's opencv-doc: `pnpm --filter tests screenshots`
// after `pnpm build`. Each scene is taken on a desktop and on a phone, dark and light. Writes PNG files to the folder in its
// argument, by default a temporary one. `--scene waiting` takes one scene, and may be repeated. With `--readme` it also writes
// the images of README.md. Needs: apt-get install chromium ffmpeg opencv-doc
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const executablePath = "/usr/bin/chromium";
const data = "/usr/share/doc/opencv-doc/examples/data";
for (const [file, name] of [
  [executablePath, "chromium"],
  ["/usr/bin/ffmpeg", "ffmpeg"],
  [data, "opencv-doc"],
]) {
  if (!existsSync(file)) throw new Error(`The screenshots need ${name}: apt-get install ${name}`);
}

const { values, positionals } = parseArgs({
  options: { readme: { type: "boolean" }, scene: { type: "string", multiple: true } },
  allowPositionals: true,
});
const folder = positionals[0] ?? join(tmpdir(), "framewire-screenshots");
const docs = fileURLToPath(new URL("../docs/", import.meta.url));

const fps = 25;
const seconds = 10;

/** The cameras' footage, as input and filter for ffmpeg at a width and height. */
const footage = {
  street: (width, height) => [
    ...["-ss", "20", "-i", `${data}/vtest.avi`],
    ...["-vf", `setpts=PTS*10/${fps},crop=768:432:0:90,scale=${width}:${height}`],
  ],
  greenhouse: pan("aloeL.jpg", 5),
  library: pan("building.jpg", 4),
  gallery: pan("starry_night.jpg", 6),
  kitchen: pan("fruits.jpg", 5),
};

/** A camera that pans over a still image. */
function pan(file, slowness) {
  return (width, height) => [
    ...["-loop", "1", "-framerate", fps, "-i", `${data}/${file}`],
    ...["-vf", `scale=${width * 1.125}:-2,crop=${width}:${height}:x='(iw-ow)*(0.5+0.5*sin(t/${slowness}))'`],
  ];
}

const encoded = new Map();

/** The footage as MJPEG parts, encoded once. */
function partsOf(name, size) {
  const key = `${name} ${size}`;
  if (!encoded.has(key)) {
    const input = footage[name](...size.split("x").map(Number));
    const args = ["-v", "error", ...input, "-t", seconds, "-r", fps, "-c:v", "mjpeg", "-q:v", "4", "-f", "mpjpeg", "-"];
    const bytes = execFileSync("ffmpeg", args.map(String), { maxBuffer: 1e9 }).toString("latin1");
    const parts = bytes.split(/(?=--ffmpeg\r\n)/).map((part) => Buffer.from(part, "latin1"));
    encoded.set(key, parts);
  }
  return encoded.get(key);
}

/** The apps' state: a key and a certificate that are new. */
const stateFolder = await mkdtemp(join(tmpdir(), "framewire-screenshots-state-"));
const { FRAMEWIRE_KEY: _, ...environment } = { ...process.env, XDG_STATE_HOME: stateFolder };

/** Ends what one scene has started. */
const closers = [];

/** The footage that is not there at present. */
let failing;

/** `/street/1280x720` repeats that footage. */
const cameras = createServer((request, response) => {
  const [, name, size] = request.url.split("/");
  if (name === failing) {
    response.writeHead(404).end();
    return;
  }
  const parts = partsOf(name, size);
  let next = 0;
  response.writeHead(200, { "Content-Type": "multipart/x-mixed-replace; boundary=ffmpeg" });
  const timer = setInterval(() => response.write(parts[next++ % parts.length]), 1000 / fps);
  response.on("error", () => {}).on("close", () => clearInterval(timer));
});
cameras.listen(0, "127.0.0.1");
await once(cameras, "listening");

/** The option of an app that has this camera. */
function camera(name, size = "1280x720") {
  partsOf(name, size);
  return ["--source", `http://127.0.0.1:${cameras.address().port}/${name}/${size}`];
}

/** Starts an app. `event` waits for one of its events. */
function start(app, ...args) {
  const argv = [fileURLToPath(import.meta.resolve(app)), ...args, "--json", "--duration", "2m"];
  const child = spawn(process.execPath, argv, { stdio: ["pipe", "pipe", "ignore"], env: environment });
  const lines = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(JSON.parse(line)));
  closers.push(() => child.kill("SIGKILL"));
  return {
    kill: () => child.kill("SIGKILL"),
    hangUp: () => child.stdin.write("\n"),
    async event(event) {
      for (let tries = 0; tries < 400; tries++) {
        const found = lines.find((line) => line.event === event);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`The ${app} does not send the event “${event}”.`);
    },
  };
}

/** Starts the server that has the page. */
async function startServer(...args) {
  const server = start("server", ...["--host", "127.0.0.1", "--port", "0", "--view-port", "0"], ...args);
  const [{ port }, { url }] = [await server.event("listening"), await server.event("viewer")];
  const call = async (name, source) => {
    const client = start("client", `127.0.0.1:${port}`, "--name", name, "--view", "none", ...source);
    await client.event("connected");
    return client;
  };
  return { url, call, kill: server.kill, hangUp: server.hangUp };
}

/** The options of a server that other machines reach, with a page that phones reach. */
const open = ["--host", "0.0.0.0", "--view-host", "0.0.0.0", "--name", "Kitchen"];

/** Waits until the page shows a text. */
function shows(page, text) {
  return page.getByText(text).filter({ visible: true }).first().waitFor();
}

/** Each returns the page's address, the number of its live streams (default 0), and what to do then. */
const scenes = {
  async alone() {
    const { url } = await startServer("--name", "Kitchen", ...camera("kitchen", "640x360"));
    return { url, live: 1 };
  },
  /** Waiting for the other side, with the command and the QR code; on a phone with the button for its camera. */
  async waiting() {
    const { url } = await startServer(...open, ...camera("kitchen", "640x360"));
    return { url, live: 1 };
  },
  async "waiting-key-shown"() {
    const prepare = async (page) => {
      const button = page.getByRole("button", { name: "Show the key" });
      if (await button.isVisible()) await button.click();
    };
    return { ...(await scenes.waiting()), prepare };
  },
  /** The client's page while nothing listens at the server's address. */
  async "client-waiting"() {
    const args = ["--view-port", "0", "--name", "Front door", "--insecure", ...camera("street", "640x360")];
    const { url } = await start("client", "127.0.0.1:9", ...args).event("viewer");
    return { url, live: 1, prepare: (page) => shows(page, /nothing listens there/) };
  },
  /** A side without a camera, in a call. */
  async "no-camera"() {
    const { url, call } = await startServer("--name", "Kitchen", "--source", "none");
    await call("Front door", camera("street"));
    return { url, live: 1, prepare: (page) => shows(page, "No camera") };
  },
  /** The other side without a camera. */
  async "no-camera-there"() {
    const { url, call } = await startServer("--name", "Kitchen", ...camera("kitchen", "640x360"));
    await call("Front door", ["--source", "none"]);
    return { url, live: 1, prepare: (page) => shows(page, "No picture yet") };
  },
  /** A camera that fails after the first pictures. */
  async "camera-fails"() {
    const { url, call } = await startServer("--name", "Kitchen", ...camera("gallery", "640x360"));
    await call("Front door", camera("street"));
    const prepare = async () => {
      failing = "gallery";
      cameras.closeAllConnections();
      closers.push(() => {
        failing = undefined;
      });
    };
    return { url, live: 2, prepare, waitMs: 8000 };
  },
  /** The page's server dies during a call. */
  async "server-dead"() {
    const { url, call, kill } = await startServer("--name", "Kitchen", ...camera("kitchen", "640x360"));
    await call("Front door", camera("street"));
    const prepare = async (page) => {
      kill();
      await shows(page, /has not answered since/);
    };
    return { url, live: 2, prepare };
  },
  /** The page's server dies while it waits. */
  async "server-dead-alone"() {
    const { url, kill } = await startServer("--name", "Kitchen", ...camera("kitchen", "640x360"));
    const prepare = async (page) => {
      kill();
      await shows(page, "The viewer does not answer");
    };
    return { url, live: 1, prepare };
  },
  async ended() {
    const { url, hangUp } = await startServer("--name", "Kitchen", ...camera("kitchen", "640x360"));
    const prepare = async (page) => {
      hangUp();
      await shows(page, /hung up/);
    };
    return { url, live: 1, prepare };
  },
  /** The page without its code, and with a wrong one. */
  async "code-missing"() {
    const { url } = await startServer(...open, "--source", "none");
    return { url: new URL("/", url).href };
  },
  async "code-wrong"() {
    const { url } = await startServer(...open, "--source", "none");
    return { url: new URL("/?code=wrong-wrong-wrong-wrong", url).href };
  },
  async call() {
    const { url, call } = await startServer("--name", "Kitchen", ...camera("kitchen", "640x360"));
    await call("Front door", camera("street"));
    return { url, live: 2 };
  },
  async grid() {
    const { url, call } = await startServer("--name", "Kitchen", "--max-clients", "4", ...camera("kitchen", "640x360"));
    for (const name of ["Street", "Greenhouse", "Library", "Gallery"]) {
      await call(name, camera(name.toLowerCase(), "640x360"));
    }
    return { url, live: 5 };
  },
  async graph() {
    return { ...(await scenes.call()), prepare: (page) => page.keyboard.press("g"), waitMs: 8000 };
  },
  async lost() {
    const { url, call } = await startServer("--name", "Kitchen", ...camera("kitchen", "640x360"));
    const client = await call("Front door", camera("street"));
    const prepare = async (page) => {
      client.kill();
      await page.getByText(/^Lost/).filter({ visible: true }).first().waitFor();
    };
    return { url, live: 2, prepare };
  },
};

const desktop = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
/** The images of README.md. */
const readme = { "call-desktop-dark": "page.jpg", "grid-phone-light": "phone.jpg" };

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});
try {
  for (const [scene, begin] of Object.entries(scenes)) {
    if (values.scene && !values.scene.includes(scene)) continue;
    for (const [width, options] of Object.entries({ desktop, phone })) {
      const { url, live = 0, prepare, waitMs = 2500 } = await begin();
      const context = await browser.newContext({ ...options, ignoreHTTPSErrors: true });
      const page = await context.newPage();
      await page.goto(url);
      await page.waitForFunction((count) => document.querySelectorAll('[data-picture="live"]').length >= count, live);
      await prepare?.(page);
      await page.waitForTimeout(waitMs);
      for (const colorScheme of ["dark", "light"]) {
        await page.emulateMedia({ colorScheme });
        // A move of the pointer brings the controls back.
        await page.mouse.move(200 + Math.random() * 50, 300);
        await page.waitForTimeout(500);
        const name = `${scene}-${width}-${colorScheme}`;
        await page.screenshot({ path: join(folder, `${name}.png`) });
        const inReadme = values.readme && readme[name];
        if (inReadme)
          await page.screenshot({ path: join(docs, inReadme), type: "jpeg", quality: width === "phone" ? 50 : 80 });
        process.stdout.write(`${join(folder, name)}.png\n`);
      }
      await context.close();
      for (const close of closers.splice(0)) close();
    }
  }
} finally {
  for (const close of closers) close();
  await browser.close();
  cameras.closeAllConnections();
  cameras.close();
  await rm(stateFolder, { recursive: true });
}
