// Alerts as they fire. The browser itself resumes a broken stream with Last-Event-ID; where it gives up, we begin again
// from the last position that we have seen.
"use strict";

(() => {
  const MOST_CARDS = 200;
  const list = document.getElementById("alerts");
  const connection = document.getElementById("connection");
  const announce = document.getElementById("announce");
  let position = list.dataset.position;
  let source = null;
  let waiting = null;

  function connect() {
    const query = new URLSearchParams(list.dataset.query);
    query.set("after", position);
    source = new EventSource("/stream?" + query);
    source.addEventListener("open", () => { connection.textContent = connection.dataset.on; connection.dataset.state = "on"; });
    source.addEventListener("hello", (event) => { position = position || event.lastEventId; });
    source.addEventListener("alert", (event) => { position = event.lastEventId; take(event.data); });
    source.addEventListener("card", (event) => { position = event.lastEventId; change(event.data); });
    source.addEventListener("status", () => document.body.dispatchEvent(new Event("server-status")));
    source.addEventListener("reset", () => location.reload());
    source.addEventListener("error", () => {
      connection.textContent = connection.dataset.off;
      connection.dataset.state = "off";
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
    });
  }

  function take(data) {
    if (waiting === null) {
      show(data);
      return;
    }
    waiting.push(data);
    if (waiting.length > MOST_CARDS) waiting.shift();
    count();
  }

  function count() {
    pause.textContent = pause.dataset.name + (waiting?.length ? " (" + waiting.length + ")" : "");
  }

  function parsed(data) {
    return new DOMParser().parseFromString(data, "text/html").body.firstElementChild;
  }

  function change(data) {
    const card = parsed(data);
    const old = document.getElementById(card.id);
    if (old) replace(old, card);
    else waiting = waiting?.map((held) => (parsed(held).id === card.id ? data : held)) ?? null;
  }

  function show(data) {
    const card = parsed(data);
    const old = document.getElementById(card.id);
    if (old) {
      replace(old, card);
      return;
    }
    document.getElementById("nothing")?.remove();
    list.prepend(card);
    card.classList.add("fresh");
    while (list.children.length > MOST_CARDS) list.lastElementChild.remove();
    htmx.process(card);
    localTimes(card);
    if (!card.classList.contains("muted")) tell(card.querySelector("h2").textContent.trim());
  }

  // Our own change comes twice, as the answer and in the stream: replacing the card again would swallow a click on it.
  function same(old, card) {
    return old.dataset.version === card?.dataset.version;
  }

  function replace(old, card) {
    if (same(old, card)) return;
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    const open = old.querySelector("details")?.open;
    const typed = old.querySelector("input[name=text]")?.value;
    const lasts = old.querySelector("select")?.value;
    const told = old.querySelector(".sources")?.innerHTML;
    old.replaceWith(card);
    if (open) card.querySelector("details").open = true;
    if (typed) card.querySelector("input[name=text]").value = typed;
    if (lasts && card.querySelector("select")) card.querySelector("select").value = lasts;
    if (told) card.querySelector(".sources").innerHTML = told;
    htmx.process(card);
    localTimes(card);
    if (focused) document.getElementById(focused)?.focus();
  }

  function tell(title) {
    announce.textContent = announce.dataset.new + " " + title;
    if (chosen("sound")) beep();
    if (chosen("notify") && document.hidden) new Notification(document.title, { body: title });
  }

  function beep() {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    volume.gain.value = 0.08;
    tone.connect(volume).connect(audio.destination);
    tone.frequency.value = 740;
    tone.start();
    tone.stop(audio.currentTime + 0.15);
    tone.addEventListener("ended", () => audio.close());
  }

  function chosen(name) {
    return localStorage.getItem(name) === "on";
  }

  function toggle(name, ask) {
    const button = document.getElementById(name);
    button.hidden = false;
    button.setAttribute("aria-pressed", chosen(name));
    button.addEventListener("click", async () => {
      const on = !chosen(name) && (await ask());
      localStorage.setItem(name, on ? "on" : "off");
      button.setAttribute("aria-pressed", on);
    });
  }

  const pause = document.getElementById("pause");
  pause.hidden = false;
  pause.addEventListener("click", () => {
    const held = waiting;
    waiting = held === null ? [] : null;
    pause.setAttribute("aria-pressed", waiting !== null);
    count();
    held?.forEach(show);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr, requestConfig } = event.detail;
    const card = target.matches("article.card") ? document.getElementById(target.id) : null;
    if (!card || !same(card, parsed(xhr.responseText))) return;
    event.detail.shouldSwap = false;
    if (requestConfig.elt.closest(".note-form")) {
      card.querySelector(".note-form").open = false;
      card.querySelector(".note-form form").reset();
    }
  });
  toggle("sound", async () => true);
  if ("Notification" in window) toggle("notify", async () => (await Notification.requestPermission()) === "granted");
  connect();
})();
