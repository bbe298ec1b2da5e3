// News from the server, without asking again and again: the browser reconnects by itself.
// A browser holds few connections to one server: a page that nobody looks at lets go of its own, and looks rarely.
const RARELY = 60_000;

export function listen(heard) {
  let source, waiting, rarely;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(heard, 200);
  };
  const open = () => {
    clearInterval(rarely);
    source = new EventSource("/live");
    let before = false;
    source.addEventListener("open", () => {
      if (before) soon();
      before = true;
    });
    source.addEventListener("news", soon);
  };
  const close = () => {
    source.close();
    clearInterval(rarely);
  };
  open();
  document.addEventListener("visibilitychange", () => {
    close();
    if (document.hidden) rarely = setInterval(heard, RARELY);
    else {
      open();
      soon();
    }
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && open());
}
