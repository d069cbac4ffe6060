/** Colors keep a contrast of 4.5:1 and more in both schemes. */
export const reportStyle = `
:root { --page: #fff; --text: #1c2330; --soft: #566072; --line: #dde2ea; --box: #f5f7fa; --good: #156b3a; --bad: #b3261e; --odd: #805600; --link: #0b57c2; }
@media (prefers-color-scheme: dark) {
  :root { --page: #14181f; --text: #e6eaf0; --soft: #a3aec0; --line: #313a48; --box: #1d232d; --good: #6fd69a; --bad: #ff9b92; --odd: #f0c674; --link: #8ab8ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1, h2 { line-height: 1.25; margin: 0; }
h1 { font-size: 1.75rem; }
h1.passed, .passed .mark { color: var(--good); }
h1.failed, .failed .mark { color: var(--bad); }
.blocked .mark, .advised .mark { color: var(--odd); }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
h2 small, .kind, .more, .skipped { color: var(--soft); }
h2 small { font-size: .85rem; font-weight: 400; }
p { margin: 0; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, pre:focus-visible, .wide:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 1rem 0; }
dt { color: var(--soft); }
dd { margin: 0; }
code, pre { font: .85rem/1.45 ui-monospace, monospace; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--soft); padding: .5rem 0; }
th, td { text-align: right; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; font-weight: 400; }
th:first-child { text-align: left; white-space: normal; }
thead th { color: var(--soft); }
.checks { list-style: none; margin: 0; padding: 0; }
.checks li { padding: .5rem 0 .5rem 1.6rem; border-bottom: 1px solid var(--line); }
.mark { display: inline-block; width: 1.6rem; margin-left: -1.6rem; font-weight: 700; }
.more { font-size: .85rem; }
.said { margin-top: .25rem; }
.passed .said { color: var(--soft); font-size: .9rem; }
.advised .said { color: var(--odd); font-weight: 600; }
.failed .said { color: var(--bad); font-weight: 600; }
details { margin-top: .5rem; }
summary { cursor: pointer; }
pre { margin: .5rem 0 0; padding: .75rem; max-height: 24rem; overflow: auto; background: var(--box); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; }
@media print { details { break-inside: avoid; } pre { max-height: none; } }
`;
