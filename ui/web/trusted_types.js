// The only code that the page's scripts may make out of text, in browsers with trusted types:
// Gradio compiles the templates and the events of its HTML parts in the browser. Markup may be set
// as it is: scripts in it don't run, and the page's policy stops its handlers.
window.trustedTypes?.createPolicy("default", {
  createHTML: (markup) => markup,
  createScriptURL: (address) => {
    const { origin, pathname } = new URL(address, location.href);
    return origin === location.origin && /^\/(assets|static)\//.test(pathname) ? address : null;
  },
  createScript: (code) => {
    const known = KNOWN;
    const compiled = /^\(function anonymous\([\w,]*\n\) \{\n([^]*)\n\}\)$/.exec(code);
    return known.includes((compiled ? compiled[1] : code).trim()) ? code : null;
  },
});
