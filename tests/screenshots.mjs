// Takes pictures of the page, with the real apps and footage of Debian's opencv-doc: `pnpm --filter tests screenshots`,
// after `pnpm build`. They are PNG files in the folder that its argument names, by default one for temporary files.
// With `--readme` it also takes those that README.md shows. Needs: apt-get install chromium ffmpeg opencv-doc
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
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
  if (!existsSync(file)) throw new Error(`The pictures cannot be taken without ${name}: apt-get install ${name}`);
}

const { values, positionals } = parseArgs({ options: { readme: { type: "boolean" } }, allowPositionals: true });
const folder = positionals[0] ?? join(tmpdir(), "framewire-screenshots");
const docs = fileURLToPath(new URL("../docs/", import.meta.url));

const fps = 25;
const seconds = 10;

/** What the cameras see, as input and filter for ffmpeg, in pictures of this width and height. */
const films = {
  street: (width, height) => [
    ...["-ss", "20", "-i", `${data}/vtest.avi`],
    ...["-vf", `setpts=PTS*10/${fps},crop=768:432:0:90,scale=${width}:${height}`],
  ],
  greenhouse: around("aloeL.jpg", 5),
  library: around("building.jpg", 4),
  gallery: around("starry_night.jpg", 6),
  kitchen: around("fruits.jpg", 5),
};

/** A camera that looks around in a still picture. */
function around(file, slowness) {
  return (width, height) => [
    ...["-loop", "1", "-framerate", fps, "-i", `${data}/${file}`],
    ...["-vf", `scale=${width * 1.125}:-2,crop=${width}:${height}:x='(iw-ow)*(0.5+0.5*sin(t/${slowness}))'`],
  ];
}

const shot = new Map();

/** The parts of a film as MJPEG, encoded once for all. */
function partsOf(film, size) {
  const key = `${film} ${size}`;
  if (!shot.has(key)) {
    const input = films[film](...size.split("x").map(Number));
    const words = [
      "-v",
      "error",
      ...input,
      "-t",
      seconds,
      "-r",
      fps,
      "-c:v",
      "mjpeg",
      "-q:v",
      "4",
      "-f",
      "mpjpeg",
      "-",
    ];
    const bytes = execFileSync("ffmpeg", words.map(String), { maxBuffer: 1e9 }).toString("latin1");
    const parts = bytes.split(/(?=--ffmpeg\r\n)/).map((part) => Buffer.from(part, "latin1"));
    shot.set(key, parts);
  }
  return shot.get(key);
}

/** Processes and the like that are there for one scene. */
const closers = [];

/** `/street/1280x720` is such a film, again and again. */
const cameras = createServer((request, response) => {
  const [, film, size] = request.url.split("/");
  const parts = partsOf(film, size);
  let next = 0;
  response.writeHead(200, { "Content-Type": "multipart/x-mixed-replace; boundary=ffmpeg" });
  const timer = setInterval(() => response.write(parts[next++ % parts.length]), 1000 / fps);
  response.on("error", () => {}).on("close", () => clearInterval(timer));
});
cameras.listen(0, "127.0.0.1");
await once(cameras, "listening");

/** The option of an app to have a camera. */
function sees(film, size = "1280x720") {
  partsOf(film, size);
  return ["--source", `http://127.0.0.1:${cameras.address().port}/${film}/${size}`];
}

/** Starts an app; `says` waits for one of its events. */
function start(app, ...args) {
  const words = [fileURLToPath(import.meta.resolve(app)), ...args, "--json", "--duration", "2m"];
  const child = spawn(process.execPath, words, { stdio: ["pipe", "pipe", "ignore"] });
  const lines = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(JSON.parse(line)));
  closers.push(() => child.kill("SIGKILL"));
  return {
    kill: () => child.kill("SIGKILL"),
    async says(event) {
      for (let tries = 0; tries < 400; tries++) {
        const found = lines.find((line) => line.event === event);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`The ${app} does not say “${event}”.`);
    },
  };
}

/** The server, whose page it is. */
async function startServer(...args) {
  const server = start("server", ...["--host", "127.0.0.1", "--port", "0", "--view-port", "0"], ...args);
  const [{ port }, { url }] = [await server.says("listening"), await server.says("viewer")];
  const call = async (name, camera) => {
    const client = start("client", `127.0.0.1:${port}`, "--name", name, "--view", "none", ...camera);
    await client.says("connected");
    return client;
  };
  return { url, call };
}

/** Each gives the address of the page, how many pictures are live on it, and what is to be done then. */
const scenes = {
  async alone() {
    const { url } = await startServer("--name", "Kitchen", ...sees("kitchen", "640x360"));
    return { url, live: 1 };
  },
  async call() {
    const { url, call } = await startServer("--name", "Kitchen", ...sees("kitchen", "640x360"));
    await call("Front door", sees("street"));
    return { url, live: 2 };
  },
  async grid() {
    const { url, call } = await startServer("--name", "Kitchen", "--max-clients", "4", ...sees("kitchen", "640x360"));
    for (const name of ["Street", "Greenhouse", "Library", "Gallery"]) {
      await call(name, sees(name.toLowerCase(), "640x360"));
    }
    return { url, live: 5 };
  },
  async graph() {
    return { ...(await scenes.call()), prepare: (page) => page.keyboard.press("g"), settle: 8000 };
  },
  async lost() {
    const { url, call } = await startServer("--name", "Kitchen", ...sees("kitchen", "640x360"));
    const client = await call("Front door", sees("street"));
    const prepare = async (page) => {
      client.kill();
      await page.getByText(/^Lost/).filter({ visible: true }).first().waitFor();
    };
    return { url, live: 2, prepare };
  },
};

const desktop = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
/** The pictures in README.md. */
const readme = { "call-desktop-dark": "page.jpg", "grid-phone-light": "phone.jpg" };

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});
try {
  for (const [scene, begin] of Object.entries(scenes)) {
    for (const [width, options] of Object.entries({ desktop, phone })) {
      const { url, live, prepare, settle = 2500 } = await begin();
      const context = await browser.newContext(options);
      const page = await context.newPage();
      await page.goto(url);
      await page.waitForFunction((count) => document.querySelectorAll('[data-picture="live"]').length >= count, live);
      await prepare?.(page);
      await page.waitForTimeout(settle);
      for (const colorScheme of ["dark", "light"]) {
        await page.emulateMedia({ colorScheme });
        // The controls fade from a live picture until somebody moves.
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
}
