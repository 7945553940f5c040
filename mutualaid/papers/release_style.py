"""The look of a release's page, on screen and on paper. Contrast of text is 7 to 1 or better."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #f4f2ee; color: #1f2426; font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI",
  Roboto, "Noto Sans", sans-serif; }
main { max-width: 54rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
header { border-top: 6px solid #1f5f5b; padding-top: 1.25rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 0 0 .75rem; }
h3 { font-size: 1.0625rem; margin: 1.25rem 0 .35rem; }
p { margin: 0 0 .6rem; }
ul.told { list-style: none; margin: 0; padding: 0; font-size: 1.15rem; }
ul.told li { margin-bottom: .6rem; }
section { background: #fff; border: 1px solid #dcd8d0; border-radius: 6px; padding: 1.25rem 1.4rem;
  margin-top: 1.25rem; }
.note { color: #4a5154; font-size: .95rem; }
svg.chart { display: block; width: 100%; height: auto; margin: .25rem 0 .5rem; }
svg text { font: 15px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; fill: #1f2426; }
svg .number { font-weight: 600; }
svg .few { fill: #4a5154; font-style: italic; }
svg .middle { text-anchor: middle; }
svg .end { text-anchor: end; }
svg rect.bar { fill: #2a7a74; }
svg rect.hidden { stroke: #6b7174; stroke-width: 1; }
svg .axis { stroke: #6b7174; stroke-width: 1; }
details { margin-top: .5rem; }
summary { cursor: pointer; color: #1f5f5b; font-weight: 600; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; margin-top: .5rem; }
th, td { text-align: left; padding: .35rem .5rem; border-bottom: 1px solid #e4e0d8; font-weight: 400;
  vertical-align: top; }
thead th { font-weight: 600; vertical-align: bottom; }
td.number, td.few, thead th { text-align: right; }
td.few { color: #4a5154; font-style: italic; }
table.crossed { font-size: .87rem; }
table.crossed th, table.crossed td { padding: .35rem .28rem; }
table.crossed thead th { width: 2rem; }
table.crossed th[scope=row] { min-width: 7rem; }
.wide { overflow-x: auto; }
dl.areas { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0; font-size: .95rem; }
dl.areas dt { font-weight: 600; } dl.areas dd { margin: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media print {
  @page { margin: 16mm; }
  body { background: #fff; font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  section { border: 0; border-top: 1px solid #b9b4aa; border-radius: 0; padding: .75rem 0 0; break-inside: avoid; }
  table.crossed { font-size: 8pt; }
  .method { break-before: page; break-inside: auto; }
  details { display: none; }
  .wide { overflow: visible; }
  svg.chart { width: 86%; }
  svg rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
