// Pages opened from disk may start no worker, and the search runs in one: there, a hidden frame takes its place.
// Messages are cloned, as between threads: both sides change what they get.
if (location.protocol === "file:") {
  window.Worker = class {
    constructor(script) {
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      const inside = this.frame.contentWindow;
      inside.postMessage = (message) => {
        const event = new MessageEvent("message", { data: structuredClone(message) });
        setTimeout(() => this.onmessage?.(event));
      };
      this.loaded = new Promise((resolve, reject) => {
        const element = inside.document.createElement("script");
        element.src = new URL(script, location.href);
        element.onload = resolve;
        element.onerror = () => reject(new Error(`${script} cannot be loaded`));
        inside.document.head.append(element);
      });
      this.loaded.catch((error) => this.onerror?.(new ErrorEvent("error", { error })));
    }

    postMessage(message) {
      const event = new MessageEvent("message", { data: structuredClone(message) });
      this.loaded.then(() => this.frame.contentWindow?.dispatchEvent(event));
    }

    terminate() {
      this.frame.remove();
    }
  };
}
