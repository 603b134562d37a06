(() => {
  const place = document.getElementById("preview_problems");
  let events = null;
  const changed = async ({ data }) => {
    const now = JSON.parse(data);
    if (now.page !== place.dataset.page) return location.reload();
    if (now.problems === place.dataset.problems) return;
    const answer = await fetch(`/preview/problems?page=${encodeURIComponent(place.dataset.name)}`);
    place.innerHTML = await answer.text();
    place.dataset.problems = now.problems;
  };
  const follow = () => { // a browser has few connections for all its tabs: one that nobody sees needs none
    if (document.hidden) {
      events?.close();
      events = null;
    } else if (events === null) {
      events = new EventSource(`/preview/events?page=${encodeURIComponent(place.dataset.name)}`);
      events.onmessage = changed;
    }
  };
  document.addEventListener("visibilitychange", follow);
  follow();
})();
