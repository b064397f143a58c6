const firstRetryMs = 500;
const lastRetryMs = 5000;
const pollMs = 200;

/** Snapshots are asked for one after the other: they share the one connection that is left. */
let turn = Promise.resolve();

/**
 * Shows a stream's pictures in a frame. What it showed last stays until the next picture is there.
 * @param {{ frame: HTMLElement, alt: string, onChange: () => void }} options `onChange` is called when there is a picture, and when it broke.
 */
export function createPicture({ frame, alt, onChange }) {
  /** @type {HTMLImageElement | undefined} */
  let shown;
  /** @type {HTMLImageElement | undefined} */
  let pending;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let wanted = "";
  let asked = 0;
  let retryMs = firstRetryMs;

  /** @param {HTMLImageElement | undefined} image */
  function drop(image) {
    // A multipart picture goes on loading until its address is gone.
    image?.removeAttribute("src");
    image?.remove();
  }

  function halt() {
    clearTimeout(timer);
    drop(pending);
    pending = undefined;
    retryMs = firstRetryMs;
  }

  /** @param {string} url */
  function load(url) {
    drop(pending);
    const image = new Image();
    pending = image;
    image.alt = alt;
    image.className = "pending";
    // Else the frame is empty for a moment when one picture takes another's place.
    image.decoding = "sync";
    // A number of its own: for the same address a browser would hand out the old pictures.
    image.src = `${url}n=${++asked}`;
    frame.prepend(image);
    return /** @type {Promise<boolean>} */ (
      new Promise((resolve) => {
        image.onload = () => {
          if (pending === image) {
            drop(shown);
            shown = image;
            pending = undefined;
            image.className = "";
            retryMs = firstRetryMs;
            onChange();
          }
          resolve(true);
        };
        image.onerror = () => resolve(false);
      })
    );
  }

  /** @param {() => void} again */
  function retry(again) {
    timer = setTimeout(again, retryMs);
    retryMs = Math.min(retryMs * 2, lastRetryMs);
  }

  return {
    /** A picture is in the frame. */
    get shown() {
      return shown !== undefined;
    },

    /**
     * Live pictures, all of them.
     * @param {string} id
     * @param {string} key Begins anew when it changes.
     */
    follow(id, key) {
      if (wanted === `follow ${key}`) return;
      wanted = `follow ${key}`;
      halt();
      const begin = () => {
        void load(`streams/${id}.mjpg?advance_headers=1&`);
        const own = pending;
        // It also fails late, when the connection breaks.
        own?.addEventListener("error", () => {
          if (own !== pending && own !== shown) return;
          if (own === shown) shown = undefined;
          drop(own);
          onChange();
          retry(begin);
        });
      };
      begin();
    },

    /**
     * A picture now and then, for a page with more streams than a browser has connections.
     * @param {string} id
     * @param {string} key Begins anew when it changes.
     */
    poll(id, key) {
      if (wanted === `poll ${key}`) return;
      wanted = `poll ${key}`;
      halt();
      const own = wanted;
      const ask = () => {
        turn = turn.then(async () => {
          if (wanted !== own) return;
          const ok = await load(`streams/${id}.jpg?`);
          if (wanted !== own) return;
          if (ok) timer = setTimeout(ask, pollMs);
          else retry(ask);
        });
      };
      ask();
    },

    /** Asks for nothing more and leaves the frame empty. */
    clear() {
      wanted = "";
      halt();
      drop(shown);
      shown = undefined;
    },
  };
}
