// Comfort only: every page works without it.
"use strict";
(() => {
  // What is typed is kept on the server every few seconds; what is kept nowhere is not left without a question.
  const unkept = new Set();
  let sending = false;
  const clock = () => new Date().toTimeString().slice(0, 5);
  const keep = (form, leaving) => {
    const all = new FormData(form);
    const fields = new URLSearchParams();
    for (const [name, value] of all) {
      if (typeof value === "string" && !name.startsWith("_")) fields.append(name, value);
    }
    const body = new URLSearchParams({ form: form.getAttribute("action"), fields, _token: all.get("_token") });
    unkept.delete(form);
    let told = form.querySelector(".kept");
    if (!told) {
      told = document.createElement("p");
      told.className = "kept quiet";
      told.setAttribute("role", "status");
      form.append(told);
    }
    fetch("/drafts", { method: "POST", body, keepalive: leaving }).then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      note();
      told.textContent = `${form.dataset.saved} ${clock()}`;
    }).catch(() => {
      unkept.add(form);
      told.textContent = form.dataset.unsaved;
    });
  };
  // How much room is left is said from the last fifth on.
  const count = (area) => {
    const told = document.createElement("p");
    told.className = "hint count";
    told.setAttribute("role", "status");
    area.after(told);
    const tell = () => {
      const left = Number(area.dataset.max) - [...area.value.normalize("NFC").trim()].length;
      const words = left < 0 ? area.dataset.over : area.dataset.left;
      const number = Math.abs(left).toLocaleString(document.documentElement.lang);
      told.textContent = left < area.dataset.max / 5 ? words.replace("#", number) : "";
      told.classList.toggle("error", left < 0);
    };
    area.addEventListener("input", tell);
    tell();
  };
  const watch = (form) => {
    if ("changed" in form.dataset) unkept.add(form);
    let soon;
    form.addEventListener("input", (event) => {
      unkept.add(form);
      if (!("draft" in form.dataset) || event.target.type === "file") return;
      clearTimeout(soon);
      soon = setTimeout(() => { if (!sending) keep(form, false); }, 3000);
    });
    form.querySelectorAll("[data-max]").forEach(count);
    if ("upload" in form.dataset) {
      form.addEventListener("submit", upload);
      return;
    }
    // A second click on a slow line sends nothing twice; the server would not do it twice either.
    form.addEventListener("submit", () => {
      sending = true;
      clearTimeout(soon);
      setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }), 0);
    });
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || sending) return;
    unkept.forEach((form) => { if ("draft" in form.dataset) keep(form, true); });
  });
  window.addEventListener("beforeunload", (event) => {
    if (unkept.size > 0 && !sending) {
      event.preventDefault();
      event.returnValue = document.body.dataset.unsaved;
    }
  });
  window.addEventListener("pageshow", () => { sending = false; });

  window.addEventListener("pageshow", () => {
    document.querySelectorAll("button[disabled]").forEach((button) => { button.disabled = false; });
  });

  // What went wrong is read out and reached first.
  const trouble = document.querySelector(".summary, .notice[role=alert]");
  if (trouble) trouble.focus();

  // What the server would refuse is not sent first.
  const tooLarge = (form) => {
    const input = form.querySelector("[data-max-bytes]");
    const large = [...input.files].filter((file) => file.size > Number(input.dataset.maxBytes));
    const names = large.map((file) => `“${file.name}”`).join(", ");
    // A function, since `$&` in a text would stand for what is replaced.
    return large.length > 0 ? input.dataset.tooLarge.replace("#", () => names) : "";
  };

  // Upload with its progress.
  const upload = (event) => {
    event.preventDefault();
    const form = event.target;
    form.querySelector(".sending")?.remove();
    const text = document.createElement("p");
    text.setAttribute("role", "status");
    text.className = "sending";
    form.append(text);
    const end = (words) => {
      text.textContent = words;
      text.className = "sending error";
      sending = false;
      form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
    };
    const large = tooLarge(form);
    if (large) return end(large);
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    const percent = document.createElement("span");
    const stop = document.createElement("button");
    stop.type = "button";
    stop.className = "plain";
    stop.textContent = form.dataset.cancel;
    text.append(form.dataset.busy, " ", bar, " ", percent, " ", stop);
    sending = true;
    form.querySelectorAll(".actions button").forEach((button) => { button.disabled = true; });
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.upload.onprogress = (step) => {
      if (!step.lengthComputable) return;
      bar.value = (100 * step.loaded) / step.total;
      percent.textContent = `${Math.floor(bar.value)}%`;
    };
    // From here on the server decides, so there is nothing to stop.
    request.upload.onload = () => { text.textContent = form.dataset.checked; };
    stop.addEventListener("click", () => request.abort());
    request.onabort = () => end(form.dataset.cancelled);
    const failed = () => end(form.dataset.failed);
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
      sending = false;
      unkept.clear();
      document.querySelectorAll("form[data-guard]").forEach(watch);
    };
    request.send(new FormData(form));
  };

  document.querySelectorAll("form[data-guard]").forEach(watch);

  // A session that nobody uses ends: that is said before, in every window of it, and one press keeps it.
  const used = (at) => {
    try {
      if (at) localStorage.setItem("used", at);
      return Number(localStorage.getItem("used"));
    } catch { return 0; }
  };
  let since = Date.now();
  const note = () => { since = Date.now(); used(since); };
  const ending = () => {
    const { idle, ends, stay, ended, again } = document.body.dataset;
    const told = document.querySelector(".idle");
    const left = Math.max(since, used()) + idle * 1000 - Date.now();
    if (!idle || left > 300000) return told?.remove();
    const text = told || document.createElement("p");
    if (!told) {
      text.className = "notice idle";
      text.setAttribute("role", "alert");
      document.querySelector("main").prepend(text);
    }
    const is = left > 0 ? "ends" : "ended";
    if (text.dataset.is === is) return;
    text.dataset.is = is;
    const end = new Date(Date.now() + left).toTimeString().slice(0, 5);
    const act = document.createElement(left > 0 ? "button" : "a");
    if (left > 0) {
      act.type = "button";
      act.textContent = stay;
      act.addEventListener("click", () => {
        fetch("/session", { redirect: "manual" }).then((answer) => {
          if (answer.ok) note();
          // Only a log-in that is asked for says that it is over; what failed can be pressed again.
          if (answer.type === "opaqueredirect") { since = 0; used(1); }
        }, () => {}).then(ending);
      });
    } else {
      act.href = `/log-in?next=${encodeURIComponent(location.pathname + location.search)}`;
      act.textContent = again;
    }
    text.replaceChildren((left > 0 ? ends : ended).replace("#", end), " ", act);
  };
  if (document.body.dataset.idle) {
    note();
    setInterval(ending, 5000);
  }

  // Passkeys: what a browser signs is sent by the form that asks for it. The one that it suggests while somebody types waits until
  // the button is pressed.
  const keys = window.PublicKeyCredential;
  const takes = keys && keys.parseRequestOptionsFromJSON && keys.parseCreationOptionsFromJSON;
  const find = async (box, mediation, signal) => {
    const answer = await fetch(box.dataset.passkey, { method: "POST", body: new URLSearchParams(), signal });
    if (!answer.ok) throw new Error(answer.status);
    const { options, state } = await answer.json();
    const publicKey = keys.parseRequestOptionsFromJSON(options.publicKey);
    return { state, key: await navigator.credentials.get({ publicKey, mediation, signal }) };
  };
  const make = async (box) => {
    const { publicKey } = JSON.parse(box.dataset.newPasskey);
    return { key: await navigator.credentials.create({ publicKey: keys.parseCreationOptionsFromJSON(publicKey) }) };
  };
  document.querySelectorAll("[data-passkey], [data-new-passkey]").forEach((box) => {
    if (!takes) return;
    const asks = "passkey" in box.dataset;
    const form = box.querySelector("form");
    let pressed = false;
    let suggested = new AbortController();
    box.hidden = false;
    document.querySelectorAll("[data-no-passkeys]").forEach((text) => { text.hidden = true; });
    const send = ({ key, state }) => {
      if (state) form.elements._state.value = state;
      form.elements._credential.value = JSON.stringify(key);
      pressed = sending = true;
      form.submit();
    };
    const suggest = async () => {
      if (pressed || document.hidden || !document.querySelector("[autocomplete~=webauthn]")) return;
      if (!await keys.isConditionalMediationAvailable?.() || pressed) return;
      suggested.abort();
      suggested = new AbortController();
      find(box, "conditional", suggested.signal).then(send, () => {});
    };
    form.addEventListener("submit", (event) => {
      // Nothing is made before it has a name: the server says what is missing.
      if (!asks && !form.elements.passkey_name.value.trim()) return;
      event.preventDefault();
      if (pressed) return;
      pressed = true;
      suggested.abort();
      box.querySelector(".refused")?.remove();
      (asks ? find(box, "optional") : make(box)).then(send, (error) => {
        const text = document.createElement("p");
        text.className = "error refused";
        text.setAttribute("role", "alert");
        text.textContent = error instanceof DOMException ? box.dataset.refused : box.dataset.failed;
        form.prepend(text);
        pressed = sending = false;
        form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
        if (asks) suggest();
      });
    });
    window.addEventListener("pageshow", () => { pressed = false; });
    if (!asks) return;
    suggest();
    // What was asked for is good for five minutes.
    setInterval(suggest, 240000);
  });

  // Paper cannot be unfolded.
  const folded = [];
  window.addEventListener("beforeprint", () => {
    folded.push(...document.querySelectorAll("details:not([open])"));
    folded.forEach((details) => { details.open = true; });
  });
  window.addEventListener("afterprint", () => {
    folded.splice(0).forEach((details) => { details.open = false; });
  });
})();
