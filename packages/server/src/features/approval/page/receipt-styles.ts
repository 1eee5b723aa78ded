/** Inside the document, so that a receipt that was saved looks like the one that was shown. */
export const RECEIPT_STYLES = `:root{color-scheme:light dark;--ink:#16181d;--soft:#5b616e;--line:#dfe2e8;--ground:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#f3f4f6;--soft:#a6acb8;--line:#33373f;--ground:#131519}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:44rem;margin:0 auto;padding:24px 20px 48px}
h1{margin:0 0 4px;font-size:26px;line-height:1.2}
h2{margin:32px 0 8px;font-size:18px}
p{margin:0 0 12px}
dl{margin:24px 0 0}
dl>div{display:grid;grid-template-columns:minmax(8rem,1fr) 2fr;gap:4px 16px;padding:10px 0;border-top:1px solid var(--line)}
dt,.soft{color:var(--soft)}
dd{margin:0}
a{color:inherit}
code{font:14px/1.5 ui-monospace,monospace}
.text{white-space:pre-wrap}
nav{display:flex;flex-wrap:wrap;gap:8px 20px;margin:24px 0 0}
nav a{padding:12px 0}
@media (max-width:30rem){dl>div{grid-template-columns:1fr}}
@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#bbb;--ground:#fff}main{max-width:none;padding:0}nav{display:none}dl>div{break-inside:avoid;grid-template-columns:1fr 2fr}a{text-decoration:none}}`
