// Times in the reader's own zone, and the session's token with every request of htmx.
"use strict";

function localTimes(root) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang + "-u-nu-latn-ca-gregory", {
    dateStyle: "medium", timeStyle: "short",
  });
  for (const time of root.querySelectorAll("time[data-local]")) {
    time.title = time.textContent;
    time.textContent = format.format(new Date(time.dateTime));
    time.removeAttribute("data-local");
  }
}

document.addEventListener("DOMContentLoaded", () => localTimes(document));
document.addEventListener("htmx:load", (event) => localTimes(event.detail.elt.parentElement || document));
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRF-Token"] = document.querySelector('meta[name="csrf"]').content;
});
