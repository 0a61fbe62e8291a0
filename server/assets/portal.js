// Comfort only: every page works without it.
"use strict";
(() => {
  // What is typed and not sent is not left behind without a question.
  const guarded = document.querySelectorAll("form[data-guard]");
  let changed = false;
  let sending = false;
  guarded.forEach((form) => {
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { sending = true; });
  });
  const unsaved = () => changed && !sending;
  window.addEventListener("beforeunload", (event) => {
    if (unsaved()) {
      event.preventDefault();
      event.returnValue = document.body.dataset.unsaved;
    }
  });
  window.addEventListener("pageshow", () => { sending = false; });

  // A second click on a slow line sends nothing twice; the server would not do it twice either.
  guarded.forEach((form) => form.addEventListener("submit", () => {
    setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }), 0);
  }));
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("button[disabled]").forEach((button) => { button.disabled = false; });
  });

  // What went wrong is read out and reached first.
  const trouble = document.querySelector(".summary, .notice[role=alert]");
  if (trouble) trouble.focus();

  // Upload with its progress.
  document.querySelectorAll("form[data-upload]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const bar = document.createElement("progress");
      bar.max = 100;
      bar.value = 0;
      const text = document.createElement("p");
      text.setAttribute("role", "status");
      text.textContent = form.dataset.busy;
      text.append(" ", bar);
      form.querySelector(".sending")?.remove();
      text.className = "sending";
      form.append(text);
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.responseType = "document";
      request.upload.onprogress = (step) => {
        if (step.lengthComputable) bar.value = (100 * step.loaded) / step.total;
      };
      const failed = () => {
        text.textContent = form.dataset.failed;
        text.className = "sending error";
        sending = false;
        form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
      };
      request.onerror = failed;
      request.onload = () => {
        if (request.status < 400) {
          location.assign(request.responseURL);
          return;
        }
        const page = request.response && request.response.querySelector("main");
        if (!page) return failed();
        // The answer is our own page, escaped by the server like any other.
        document.querySelector("main").replaceWith(document.adoptNode(page));
        const summary = document.querySelector(".summary, .notice[role=alert]");
        if (summary) summary.focus();
        sending = true;
      };
      request.send(new FormData(form));
    });
  });
})();
