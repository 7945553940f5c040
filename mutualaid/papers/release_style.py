"""The look of a release's page, on a screen of any width and on paper. Contrast of text is 7 to 1 or better."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #f4f2ee; color: #1b2123; font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI",
  Roboto, "Noto Sans", sans-serif; }
main { max-width: 54rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; overflow-wrap: break-word; }
header { border-top: 6px solid #1f5f5b; padding-top: 1.25rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 1rem; text-wrap: balance; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 0 0 .75rem; color: #1f5f5b; }
h3 { font-size: 1.0625rem; margin: 1.25rem 0 .35rem; }
p { margin: 0 0 .6rem; }
ul.told { list-style: none; margin: 0; padding: 0; font-size: 1.15rem; }
ul.told li { margin-bottom: .6rem; }
section { background: #fff; border: 1px solid #dcd8d0; border-radius: 6px; padding: 1.25rem 1.4rem;
  margin-top: 1.25rem; }
.note { color: #4a5154; font-size: .95rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .5rem; font-weight: 400; vertical-align: top; }
thead th { font-weight: 600; font-size: .9rem; vertical-align: bottom; color: #4a5154; }
th.number, td.number, td.few { text-align: right; }
td.number { font-weight: 600; }
td.few, li.few { color: #4a5154; font-style: italic; }
td.few { font-size: .85em; }
table.bars th, table.bars td { padding: .22rem .5rem .22rem 0; vertical-align: middle; line-height: 1.3; }
table.bars th:first-child { width: 34%; }
table.bars .number, table.bars .few { width: 8rem; padding-right: .75rem; }
td.bar svg, .over-time > svg { display: block; }
rect.bar { fill: #2a7a74; }
rect.hidden { fill: url(#stripes); stroke: #6b7174; stroke-width: 1; }
.over-time { min-width: 34rem; }
.over-time > svg { border-bottom: 1px solid #6b7174; }
table.columns { table-layout: fixed; font-size: .9rem; }
.over-time > svg { margin-left: 7.5rem; width: calc(100% - 7.5rem); }
table.columns th, table.columns td { text-align: center; padding: .2rem .1rem; }
table.columns th:first-child { text-align: left; width: 7.5rem; color: #4a5154; font-weight: 600; font-size: .9rem; }
abbr { text-decoration: none; }
table.crossed { font-size: .87rem; table-layout: fixed; }
table.crossed th, table.crossed td { padding: .35rem .28rem; border-bottom: 1px solid #e4e0d8; }
table.crossed thead th { overflow-wrap: normal; hyphens: auto; line-height: 1.25; font-size: 1em; text-align: right; }
table.crossed thead th:first-child { text-align: left; width: 12rem; }
.wide { overflow-x: auto; }
.wide:focus-visible { outline: 2px solid #1f5f5b; outline-offset: 2px; }
figure.map { margin: 1.25rem 0 .5rem; display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: flex-start; }
figure.map > svg { flex: 1 1 18rem; max-width: 34rem; width: 100%; height: auto; max-height: 46rem; }
figure.map path { stroke-linejoin: round; stroke-linecap: round; }
figure.map g path { fill-rule: evenodd; stroke-width: 2; }
.shade0 path, rect.shade0 { fill: #eef5f3; stroke: #eef5f3; }
.shade1 path, rect.shade1 { fill: #cfe4e0; stroke: #cfe4e0; }
.shade2 path, rect.shade2 { fill: #a3cbc6; stroke: #a3cbc6; }
.shade3 path, rect.shade3 { fill: #6faba5; stroke: #6faba5; }
g.hidden path { fill: url(#stripes); }
path.line, path.border { fill: none; }
path.line { stroke: #7d8587; stroke-width: 1.2; }
path.border { stroke: #1b2123; stroke-width: 3.6; }
figure.map text { text-anchor: middle; fill: #1b2123; stroke: #fff; stroke-width: 4; stroke-opacity: .75;
  paint-order: stroke; stroke-linejoin: round; }
figure.map text.number { font-weight: 700; }
figure.map text.few { font-style: italic; stroke-opacity: 1; stroke-width: 7; }
ul.legend { list-style: none; margin: 0; padding: 0; font-size: .95rem; font-variant-numeric: tabular-nums; }
ul.legend li { display: flex; align-items: center; gap: .6rem; }
ul.legend rect { stroke: #4a5154; stroke-width: 1; }
dl.areas { margin: 0; font-size: .95rem; }
dl.areas div { display: flex; gap: 1rem; padding: .12rem 0; }
dl.areas dt { font-weight: 600; flex: 0 0 5rem; } dl.areas dd { margin: 0; min-width: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 34rem) {
  main { padding: 1.25rem .75rem 2rem; }
  section { padding: 1rem .75rem; }
  table.crossed thead th:first-child { width: 7.5rem; }
  h1 { font-size: 1.6rem; }
  table.bars th:first-child { width: 44%; }
  table.bars .number, table.bars .few { width: 4rem; padding-right: .5rem; }
  table.bars { font-size: .95rem; }
}
@media print {
  @page { margin: 16mm; }
  body { background: #fff; font-size: 10pt; }
  main { max-width: none; padding: 0; }
  section { border: 0; border-top: 1px solid #b9b4aa; border-radius: 0; padding: .75rem 0 0; break-inside: auto; }
  h2, h3, .note { break-after: avoid; }
  tr, figure.map, .over-time { break-inside: avoid; }
  thead { display: table-header-group; }
  .months { break-inside: avoid; }
  .over-time, table.crossed { min-width: 0 !important; }
  table.crossed { font-size: 8pt; }
  .method { break-before: page; }
  .wide { overflow: visible; }
  figure.map > svg { max-width: 100mm; }
  rect, path { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
