// What the browser does by itself: where the focus goes, what is scrolled to, and the source
// that lies over the conversation on a phone. Nothing here makes HTML.
window.onrecord = (() => {
  const phone = window.matchMedia("(max-width: 900px)");
  const desk = () => document.getElementById("desk");
  const columns = () => document.getElementById("columns");
  const isOpen = () => columns().classList.contains("source-open");
  let opener = null;

  // The button that opens the source, so that "Back to the reply" can return to it.
  function remember(button) {
    opener = button;
  }

  function showSource(element) {
    const source = element.querySelector(".source");
    if (source.classList.contains("empty")) return hideSource();
    columns().classList.add("source-open");
    desk().inert = phone.matches;
    const target = source.querySelector("[aria-current=true]") ?? source.querySelector("h2");
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
  }

  function hideSource() {
    columns().classList.remove("source-open");
    desk().inert = false;
    opener?.focus();
    opener = null;
  }

  // With each step Gradio makes the conversation what its HTML says, and there every export is
  // closed. Those that the reader opened stay open.
  const opened = new Set();
  function keepOpen() {
    for (const details of opened) details.open = true;
  }

  // Keeps the newest exchange in view, its end while it fits, else its beginning, until its first
  // reply is there: from then on the reader is reading, and what follows must not move that.
  let followed = 0;
  function followReply(element) {
    const exchanges = element.querySelectorAll(".exchange");
    if (exchanges.length === followed) return;
    followed = 0;
    const exchange = exchanges[exchanges.length - 1];
    if (!exchange) return;
    const fits = exchange.offsetHeight < window.innerHeight * 0.7;
    exchange.scrollIntoView({ block: fits ? "end" : "start" });
    if (exchange.querySelector(".reply")) followed = exchanges.length;
  }

  // Gradio writes the name of a choice above it, but does not tie the two together.
  function nameChoices() {
    for (const choice of document.querySelectorAll("fieldset")) {
      choice.ariaLabel = choice.querySelector("[data-testid=block-info]").textContent;
    }
  }

  // Gradio shows the names of chosen files as they are: what nobody sees in them becomes a mark.
  const unseen = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/gu;
  const marked = (text) => text.replace(
    unseen,
    (character) => `[U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`,
  );
  const named = ["title", "aria-label", "download"];
  new MutationObserver(() => {
    const files = document.getElementById("files");
    if (!files) return;
    const nodes = document.createTreeWalker(files, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const shown = marked(nodes.currentNode.data);
      if (shown !== nodes.currentNode.data) nodes.currentNode.data = shown;
    }
    for (const element of files.querySelectorAll(named.map((name) => `[${name}]`).join())) {
      for (const name of named) {
        const value = element.getAttribute(name);
        if (value && marked(value) !== value) element.setAttribute(name, marked(value));
      }
    }
  }).observe(document.documentElement, {
    attributeFilter: named, characterData: true, childList: true, subtree: true,
  });

  // Marks stand for characters that nobody sees. What is copied has the characters themselves.
  document.addEventListener("copy", (event) => {
    const selection = document.getSelection();
    const marks = [...document.querySelectorAll(".invisible")].filter(
      (mark) => selection.containsNode(mark, true),
    );
    if (!marks.length) return;
    const shown = marks.map((mark) => mark.firstChild.data);
    for (const mark of marks) {
      const codes = mark.dataset.characters.split(" ").map((code) => parseInt(code, 16));
      mark.firstChild.data = String.fromCodePoint(...codes);
    }
    const text = selection.toString();
    marks.forEach((mark, place) => { mark.firstChild.data = shown[place]; });
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-close]")) hideSource();
    const details = event.target.closest?.("summary")?.parentElement;
    if (details) opened[details.open ? "delete" : "add"](details);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) hideSource();
  });
  phone.addEventListener("change", () => {
    desk().inert = phone.matches && isOpen();
  });

  return { followReply, hideSource, keepOpen, nameChoices, remember, showSource };
})();
