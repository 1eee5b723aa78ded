import { html } from 'hono/html'

const mark = html`<svg class="mark" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="M3 20V4l9 10V4" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linejoin="round" stroke-linecap="round"/><path d="M17 3l1.3 3.7L22 8l-3.7 1.3L17 13l-1.3-3.7L12 8l3.7-1.3z" class="star"/></svg>`

const icon = (path: string) =>
  html`<svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><path d="${path}" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/></svg>`

const header = html`<header class="top">
<a class="agency" href="#content">${mark}<span>Northlight</span></a>
<details class="brands">
<summary><span class="logo" aria-hidden="true">L</span><span class="brand-name">Lumen Skincare</span>${icon('M6 8l4 4 4-4')}</summary>
<div class="menu"><p class="current">Lumen Skincare <span>@lumenskin</span></p><p class="hint">Each brand is a workspace of its own. This sandbox has one.</p></div>
</details>
<nav class="tabs" aria-label="Views"><a href="#content" data-view="content">Content</a><a href="#messages" data-view="messages">Messages</a><a href="#creator" data-view="creator">Creator’s page</a></nav>
<div class="tools">
<a class="quiet docs" href="/docs">API reference</a>
<button class="icon" type="button" id="theme" aria-label="Switch between light and dark">${icon('M10 3a7 7 0 1 0 7 7 5.5 5.5 0 0 1-7-7z')}</button>
<button class="icon" type="button" id="guide-toggle" aria-controls="guide" aria-expanded="true" aria-label="Guide">${icon('M3 4h14v12H3zM12.5 4v12')}</button>
</div>
</header>`

const contentView = html`<section class="view content" id="view-content" aria-label="Content">
<sparkkit-content-grid id="grid"></sparkkit-content-grid>
</section>`

const option = ([value, label]: readonly [string, string]) => html`<option value="${value}">${label}</option>`
const CHANNELS = [
  ['', 'Where they are'],
  ['tiktok_dm', 'TikTok DM'],
  ['instagram_dm', 'Instagram DM'],
  ['email', 'E-mail'],
  ['sms', 'SMS'],
  ['comment', 'Comment'],
] as const
const LANGUAGES = [
  ['en', 'English'],
  ['es', 'Español'],
  ['de', 'Deutsch'],
  ['fr', 'Français'],
  ['pt', 'Português'],
  ['ja', '日本語'],
] as const

const messagesView = html`<section class="view messages" id="view-messages" aria-labelledby="messages-title" hidden>
<div class="waiting">
<h1 id="messages-title" tabindex="-1">Messages</h1>
<p class="lead">Copy, paste it where you write to the creator, mark it as sent. The next one comes by itself.</p>
<fieldset class="choice" aria-label="What to send"><label><input type="radio" name="needs" value="message" checked>First messages</label><label><input type="radio" name="needs" value="reminder">Reminders</label></fieldset>
<ul class="queue" id="queue"></ul>
</div>
<div class="writing">
<div class="settings">
<label>Channel<select id="channel">${CHANNELS.map(option)}</select></label>
<label>Language<select id="locale">${LANGUAGES.map(option)}</select></label>
<button class="button" type="button" id="export-messages">Download CSV</button>
</div>
<div class="message-card" id="message-card" hidden>
<header class="message-head"><h2><a id="message-to" target="_blank" rel="noopener noreferrer"></a></h2><span class="hint" id="message-about"></span><span class="place" id="message-place"></span></header>
<p class="message-subject" id="message-subject"></p>
<textarea id="message-text" rows="10" aria-label="Message" aria-describedby="message-size"></textarea>
<div class="message-facts"><span class="hint" id="message-size"></span><span class="hint">Short code <code id="short-code"></code></span></div>
<div class="message-actions"><button class="button primary" type="button" id="copy-message">Copy message</button><button class="button" type="button" id="mark-sent">Mark as sent</button><button class="link" type="button" id="skip-message">Later</button></div>
</div>
<p class="empty queue-empty" id="queue-empty" hidden></p>
</div>
</section>`

const creatorView = html`<section class="view creator" id="view-creator" aria-labelledby="creator-title" hidden>
<div class="aside">
<h1 id="creator-title" tabindex="-1">Creator’s page</h1>
<p class="lead">What a creator sees behind the link in your message: no account, no app. It is a component too, so it can stand on a page of yours.</p>
<h2>Waiting for an answer</h2>
<ul class="links" id="links"></ul>
<p class="empty" id="no-links" hidden>Nobody is asked at the moment. Request a code under <a href="#content">Content</a>.</p>
</div>
<div class="stage">
<div class="phone"><div class="screen" id="screen"></div></div>
<p class="own-page"><a id="own-page" target="_blank" rel="noopener">Open as a page of its own</a></p>
</div>
<div class="helper" id="helper">
<h2>A Spark Code to paste</h2>
<p>In real life the creator copies it in TikTok, under Ad settings. Here is an invented one.</p>
<p class="code" id="sample-code"></p>
<button class="button" type="button" id="copy-sample">Copy this code</button>
</div>
</section>`

const step = (number: number, text: { title: string; about: string; action: string }) =>
  html`<li data-step="${number}"><span class="number" aria-hidden="true">${number}</span><div><h3>${text.title}<span class="sr"></span></h3><p>${text.about}</p><button class="link" type="button" data-go="${number}">${text.action}</button></div></li>`

const guide = html`<aside class="guide" id="guide" aria-label="Guide">
<section><h2>The four steps</h2>
<ol class="steps">
${step(1, { title: 'Find posts for Spark Ads', about: 'Filter Eligible now: nothing speaks against it, nobody was asked.', action: 'Show eligible posts' })}
${step(2, { title: 'Request a code', about: 'Press Request code on a post and copy the message for a DM.', action: 'Pick a post' })}
${step(3, { title: 'The creator approves', about: 'They open the link and paste a Spark Code, or decline.', action: 'Be the creator' })}
${step(4, { title: 'Hand over the code', about: 'Filter Spark Code: approved, then copy the code for the ad team.', action: 'Show approved posts' })}
</ol></section>
<section><h2>Sandbox clock</h2>
<p class="clock"><time id="clock">…</time></p>
<div class="pair"><button class="button" type="button" data-days="1">+1 day</button><button class="button" type="button" data-days="7">+7 days</button></div>
<p class="hint">Codes run out, reminders fall due, at their own time.</p></section>
<section class="activity"><h2>Events</h2><ol class="events" id="events"></ol><p class="hint" id="no-events">Loading …</p></section>
</aside>`

/** The one page of the agency's tool. Nothing secret is in it: its script asks this host for an embed token. */
export const workbenchPage = () => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Lumen Skincare · Northlight</title>
<link rel="icon" href="/workbench/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/workbench/workbench.css">
<link rel="stylesheet" href="/workbench/messages.css">
<link rel="stylesheet" href="/workbench/creator.css">
<link rel="stylesheet" href="/workbench/guide.css">
<script type="module" src="/assets/widgets/content-grid.js"></script>
<script type="module" src="/assets/widgets/approval-form.js"></script>
<script type="module" src="/workbench/workbench.js"></script>
</head>
<body>
${header}
<div class="shell">
<main>${contentView}${messagesView}${creatorView}</main>
${guide}
</div>
<p class="toast" id="toast" role="status"></p>
</body>
</html>`
