(() => {
  const box = document.getElementById("search_box"), field = document.getElementById("search_for");
  const told = document.getElementById("search_told");
  const plain = (text) => text.toLowerCase().normalize("NFC").replaceAll("æ", "ae").replaceAll("ø", "oe")
    .replaceAll("å", "aa").replace(/[\u2010-\u2015\u2212]/g, "-").normalize("NFD").replace(/\p{M}/gu, "");
  const said = (root, names) => [...root.querySelectorAll(names)].map((part) => part.textContent).join(" ");
  const homes = new Map([...document.querySelectorAll(".home")].map((root) => [root, { root, left: 0 }]));
  const found = ":scope > :is(h2, h3, p:first-of-type)";  // by headings and the line below
  const entries = [...document.querySelectorAll(".entry")].map((root) => {
    const home = homes.get(root.closest(".home"));
    return { root, home, words: plain(`${home ? said(home.root, found) : ""} ${said(root, found)}`) };
  });
  const letters = [...document.querySelectorAll(".letters li")];
  let timer;
  const search = () => {
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    homes.forEach((home) => { home.left = 0; });
    for (const { root, home, words } of entries) {
      const fits = wanted.every((word) => words.includes(word));
      root.hidden = !fits;
      if (fits) { shown += 1; if (home) home.left += 1; }
    }
    const first = new Map();
    for (const { root, left } of homes.values()) {
      root.hidden = left === 0;
      if (left && !first.has(root.dataset.letter)) first.set(root.dataset.letter, root.id);
    }
    for (const letter of letters) {
      const to = first.get(letter.textContent.trim());
      letter.hidden = to === undefined;
      if (to) letter.firstElementChild.hash = to;
    }
    clearTimeout(timer);  // told when the typing rests, so that a screen reader is not talked over
    timer = setTimeout(() => {
      told.textContent = told.dataset.words.replace("{shown}", shown).replace("{all}", entries.length);
    }, 250);
  };
  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && field.value) { event.preventDefault(); field.value = ""; search(); }
  });
  box.hidden = false;
  if (field.value) search();  // what the browser kept when the reader came back
})();
