"""The style sheet of a printed notice: phone, desk, paper, light and dark."""

STYLE = """\
.privacy-notice-page { margin: 0; background: #fff; }
.privacy-notice-page main { outline: none; }
.privacy-notice-skip { position: absolute; left: .5rem; top: -4rem; padding: .6rem 1rem; background: #1d4f91;
  color: #fff; z-index: 1; }
.privacy-notice-skip:focus { top: .5rem; }
.privacy-notice { --ink: #1b1f24; --soft: #4d5661; --line: #c3cad3; --tint: #f3f5f8; --link: #1d4f91;
  --warn: #8a1c1c; --warn-tint: #fdf0ef; --blank: #fff3bf; max-width: 64rem; margin: 0 auto; padding: 1.5rem 1.25rem
  4rem;
  color: var(--ink); background: #fff; font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans",
  "Liberation Sans", sans-serif; overflow-wrap: anywhere; hyphens: auto; }
.privacy-notice *, .privacy-notice *::before { box-sizing: border-box; }
.privacy-notice h1, .privacy-notice h2, .privacy-notice h3, .privacy-notice h4 { line-height: 1.25; text-wrap: balance;
  overflow-wrap: break-word; }
.privacy-notice h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.3rem); margin: 0 0 .5rem; }
.privacy-notice h2 { font-size: 1.4rem; margin: 2.75rem 0 .75rem; padding-top: .75rem; border-top: 1px solid
  var(--line); }
.privacy-notice h3 { font-size: 1.13rem; margin: 1.6rem 0 .35rem; }
.privacy-notice h4 { font-size: 1.0625rem; margin: 1.2rem 0 .25rem; }
.privacy-notice p, .privacy-notice ul, .privacy-notice dl { margin: .4rem 0 .9rem; max-width: 46rem; }
.privacy-notice ul { padding-left: 1.3rem; }
.privacy-notice li { margin: .3rem 0; }
.privacy-notice ul.narrow { columns: 2 16rem; column-gap: 2rem; max-width: none; }
.privacy-notice ul.narrow li { break-inside: avoid; }
.privacy-notice .lead { color: var(--soft); }
.privacy-notice a { color: var(--link); text-underline-offset: .15em; }
.privacy-notice a:focus-visible, .privacy-notice-skip:focus-visible { outline: 3px solid var(--link); outline-offset:
  2px; }
.privacy-notice [data-node] { unicode-bidi: isolate; }
.privacy-notice .line { display: block; }
.privacy-notice .line + .line { margin-top: .2rem; }
.privacy-notice .banner { border: 2px solid var(--warn); background: var(--warn-tint); color: var(--warn);
  padding: .7rem 1rem; }
.privacy-notice .blank { background: var(--blank); color: #1b1f24; padding: 0 .2em; }
.privacy-notice .mark { display: inline-block; font-size: .8rem; line-height: 1.35; color: var(--warn);
  border: 1px dashed var(--warn); border-radius: .2rem; padding: 0 .35em; font-weight: 400; }
.privacy-notice .contents { background: var(--tint); padding: .75rem 1.25rem 1rem; margin-top: 1.5rem; }
.privacy-notice .contents h2 { font-size: 1.1rem; margin: 0 0 .4rem; padding: 0; border: 0; }
.privacy-notice .contents ol { margin: 0; padding-left: 1.7rem; columns: 2 18rem; column-gap: 2rem; }
.privacy-notice .contents li { margin: 0; padding: .12rem 0; break-inside: avoid; }
.privacy-notice .contents a { display: block; min-height: 1.5rem; }
.privacy-notice dl > div { display: grid; grid-template-columns: minmax(9rem, 15rem) 1fr; gap: 0 1rem; padding: .35rem
  0;
  border-bottom: 1px solid var(--line); }
.privacy-notice dt { font-weight: 600; }
.privacy-notice dd { margin: 0; }
.privacy-notice table { width: 100%; border-collapse: collapse; margin: .75rem 0 1.5rem; font-size: .97rem;
  line-height: 1.5; table-layout: fixed; }
.privacy-notice caption { text-align: left; font-weight: 600; padding: 0 0 .4rem; }
.privacy-notice th, .privacy-notice td { text-align: left; vertical-align: top; padding: .5rem .6rem;
  border-bottom: 1px solid var(--line); }
.privacy-notice thead th { background: var(--tint); border-bottom: 2px solid var(--soft); }
.privacy-notice tbody th { font-weight: 600; }
.privacy-notice tbody th .line + .line { font-weight: 400; }
.privacy-notice .columns-5 { font-size: .88rem; }
.privacy-notice .columns-5 th, .privacy-notice .columns-5 td { padding: .5rem .4rem; }
@media (max-width: 44rem) {
  .privacy-notice { padding: 1rem .9rem 3rem; font-size: 1rem; }
  .privacy-notice h2 { font-size: 1.25rem; }
  .privacy-notice table, .privacy-notice tbody, .privacy-notice tr, .privacy-notice th, .privacy-notice td,
  .privacy-notice caption { display: block; width: auto; }
  .privacy-notice thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
    white-space: nowrap; }
  .privacy-notice tbody tr { border: 1px solid var(--line); border-radius: .3rem; margin: 0 0 .8rem; overflow: hidden; }
  .privacy-notice tbody th { background: var(--tint); }
  .privacy-notice td:last-child { border-bottom: 0; }
  .privacy-notice td::before { content: attr(data-label); display: block; font-size: .85rem; font-weight: 600;
    color: var(--soft); }
  .privacy-notice td:empty { display: none; }
  .privacy-notice dl > div { display: block; }
}
@media (prefers-color-scheme: dark) {
  .privacy-notice-page { background: #14171b; }
  .privacy-notice { --ink: #e8eaed; --soft: #b3bac4; --line: #434b55; --tint: #1f242a; --link: #9cc4ff;
    --warn: #ffb4ab; --warn-tint: #33201f; --blank: #ffe58a; background: #14171b; }
}
@media print {
  @page { size: A4; margin: 18mm 16mm; }
  .privacy-notice { --ink: #000; --soft: #333; --line: #999; --tint: #f2f2f2; --link: #000; background: #fff;
    max-width: none; padding: 0; font-size: 10pt; }
  .privacy-notice-page { background: #fff; }
  .privacy-notice-skip { display: none; }
  .privacy-notice h2, .privacy-notice h3, .privacy-notice h4, .privacy-notice caption { break-after: avoid; }
  .privacy-notice tr, .privacy-notice dl > div, .privacy-notice li { break-inside: avoid; }
  .privacy-notice thead { display: table-header-group; }
  .privacy-notice p { orphans: 3; widows: 3; }
  .privacy-notice a { text-decoration: none; }
}
"""
"""Everything is under `.privacy-notice`, so that the part can stand in another site beside its own style."""
