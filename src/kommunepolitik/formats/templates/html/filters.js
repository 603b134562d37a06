(() => {
  const form = document.querySelector(".filters"), told = form.querySelector("[role=status]");
  const fields = [...form.querySelectorAll("select")];
  const items = [...document.querySelectorAll(fields.map((field) => `main [data-${field.name}]`).join())];
  const sections = items.filter((item) => item.matches("section"));
  const counted = sections.length ? sections : items.filter((item) => !item.matches(".detail"));
  const holders = [...document.querySelectorAll("main :is(section, tbody, .table)")].reverse()  // the inner ones first
    .map((root) => ({ root, parts: items.filter((item) => item !== root && root.contains(item)) }))
    .filter((holder) => holder.parts.length);
  const links = [...document.querySelectorAll(".contents a")];
  const fits = (item) => fields.every(({ name, value }) =>
    !value || !item.hasAttribute(`data-${name}`) || item.getAttribute(`data-${name}`).split(" ").includes(value));
  const apply = () => {
    holders.forEach(({ root }) => { root.hidden = false; });
    for (const item of items) item.hidden = !fits(item);
    for (const { root, parts } of holders) root.hidden ||= parts.every((part) => part.closest("[hidden]"));
    for (const link of links) {
      link.parentElement.hidden = document.getElementById(link.hash.slice(1))?.closest("[hidden]") != null;
    }
    const shown = counted.filter((item) => !item.closest("[hidden]")).length;
    told.textContent = fields.some((field) => field.value)
      ? told.dataset.words.replace("{shown}", shown).replace("{all}", counted.length) : "";
  };
  const reveal = () => {  // a link leads to what a filter hides: then all is shown
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.closest("[hidden]")) { form.reset(); apply(); target.scrollIntoView(); }
  };
  form.addEventListener("change", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  addEventListener("hashchange", reveal);
  form.hidden = false;
  apply();  // what the browser kept when the reader came back
})();
