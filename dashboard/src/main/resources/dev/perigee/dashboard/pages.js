// Which page is shown: that of the address's fragment, or the page that the fragment's element lies in.

const OVERVIEW = "overview";

export function makePages(changed) {
  const pages = [...document.querySelectorAll(".page")];
  const links = [...document.querySelectorAll(".top nav a")];
  let shown = OVERVIEW;

  function show() {
    const id = decodeURIComponent(location.hash.slice(1));
    const page = (id && document.getElementById(id)?.closest(".page")) || pages[0];
    shown = page.dataset.page;
    pages.forEach((each) => {
      each.hidden = each !== page;
    });
    links.forEach((link) => {
      if (link.hash === `#${shown}`) {
        link.setAttribute("aria-current", "page");
        link.scrollIntoView({block: "nearest", inline: "nearest"});
      } else {
        link.removeAttribute("aria-current");
      }
    });
    if (page.id === id) {
      scrollTo(0, 0);
    }
  }

  addEventListener("hashchange", () => {
    show();
    changed();
  });
  show();
  return {
    isShown: (panel) => panel.closest(".page").dataset.page === shown,
    names: () => links.map((link) => ({name: link.textContent, hash: link.hash})),
    go: (hash) => {
      location.hash = hash;
    },
  };
}
