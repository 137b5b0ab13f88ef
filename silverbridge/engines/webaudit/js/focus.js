// Where the focus goes, whether it is seen, and whether fields take what is pasted.
(() => {
  const S = window.__sb;
  if (S.focusing) return;
  const SIDES = ['Top', 'Right', 'Bottom', 'Left'];
  const visible = s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 && S.colour(s.outlineColor)[3] > 0.05;
  const under = el => { const chain = []; for (let up = el; up; up = S.above(up)) chain.unshift(up); let bg = [255, 255, 255, 1]; for (const up of chain) bg = S.over(S.colour(getComputedStyle(up).backgroundColor), bg); return bg; };
  const take = (el, pseudo) => {
    const s = getComputedStyle(el, pseudo || null);
    return { outlineStyle: s.outlineStyle, outlineWidth: s.outlineWidth, outlineColor: s.outlineColor, shadow: s.boxShadow, bg: s.backgroundColor, image: s.backgroundImage, color: s.color, line: s.textDecorationLine, fill: s.fill,
      borders: SIDES.map(d => [parseFloat(s[`border${d}Width`]), s[`border${d}Style`], s[`border${d}Color`]]), other: [s.transform, s.filter, s.scale, s.translate].join(), content: pseudo ? s.content + s.display + s.opacity + s.width + s.height : '', opacity: s.opacity };
  };
  const shadowReach = text => {
    let best = null;
    for (const part of (text === 'none' ? [] : text.split(/,(?![^(]*\))/))) {
      const colour = S.colour((part.match(/rgba?\([^)]*\)|oklch\([^)]*\)|color\([^)]*\)/) || ['transparent'])[0]), n = part.replace(/rgba?\([^)]*\)/, '').match(/-?[\d.]+px/g) || [];
      const [x, y, blur, spread] = [0, 1, 2, 3].map(i => parseFloat(n[i] || 0));
      best = (best || []).concat({ colour, reach: Math.max(Math.abs(x), Math.abs(y), 0) + spread + blur / 2, inset: part.includes('inset') });
    }
    return best || [];
  };
  // "yes", or why not. Compares one box before and during focus.
  const change = (a, b, back, outer) => {
    const weak = [];
    if (visible(b) && JSON.stringify([a.outlineStyle, a.outlineWidth, a.outlineColor]) !== JSON.stringify([b.outlineStyle, b.outlineWidth, b.outlineColor])) {
      const c = S.over(S.colour(b.outlineColor), outer), k = Math.max(S.ratio(c, outer), 0), w = parseFloat(b.outlineWidth);
      if (b.outlineStyle === 'auto') return 'yes';
      if (w >= 1.9 && k >= 2.98) return 'yes';
      weak.push(`outline ${w} px, ${S.round(k)}:1`);
    }
    if (a.shadow !== b.shadow && b.shadow !== 'none') {
      const was = new Set(a.shadow === 'none' ? [] : a.shadow.split(/,(?![^(]*\))/));
      const parts = shadowReach(b.shadow.split(/,(?![^(]*\))/).filter(p => !was.has(p)).join(',') || 'none');
      const good = parts.find(p => p.reach >= 1.9 && S.ratio(S.over(p.colour, p.inset ? back : outer), p.inset ? back : outer) >= 2.98);
      if (good) return 'yes';
      if (parts.length) weak.push(`shadow ${S.round(Math.max(...parts.map(p => p.reach)))} px, ${S.round(Math.max(...parts.map(p => S.ratio(S.over(p.colour, outer), outer))))}:1`);
    }
    for (let i = 0; i < 4; i++) {
      const [w0, s0, c0] = a.borders[i], [w1, s1, c1] = b.borders[i];
      const on0 = s0 !== 'none' && w0 > 0, on1 = s1 !== 'none' && w1 > 0;
      if (!on1 || (on0 && w0 === w1 && c0 === c1 && s0 === s1)) continue;
      const before = on0 ? S.over(S.colour(c0), outer) : outer, after = S.over(S.colour(c1), outer);
      const k = S.ratio(before, after);
      if (w1 >= 1.9 && k >= 2.98) return 'yes';
      if (w1 - w0 >= 1.9 && S.ratio(after, outer) >= 2.98) return 'yes';
      weak.push(`edge ${w1} px, ${S.round(k)}:1`);
      break;
    }
    if (a.bg !== b.bg) { const k = S.ratio(S.over(S.colour(a.bg), outer), S.over(S.colour(b.bg), outer)); if (k >= 2.98) return 'yes'; weak.push(`ground ${S.round(k)}:1`); }
    if (a.color !== b.color) { const k = S.ratio(S.over(S.colour(a.color), back), S.over(S.colour(b.color), back)); if (k >= 2.98) return 'yes'; weak.push(`letters ${S.round(k)}:1`); }
    if (a.line !== b.line && b.line !== 'none') return 'unsure: underline';
    if (a.image !== b.image || a.content !== b.content || (a.other !== b.other)) return 'unsure: shape';
    return weak.length ? weak.join(', ') : '';
  };
  const near = el => [el.parentElement, el.parentElement && el.parentElement.parentElement, el.nextElementSibling, el.previousElementSibling, ...(el.labels || []), ...[...el.children].slice(0, 3), el.labels && el.labels[0] ? el.labels[0].firstElementChild : null, el.labels && el.labels[0] ? el.labels[0].lastElementChild : null]
    .filter((n, i, all) => n && n.nodeType === 1 && n !== document.body && n !== document.documentElement && all.indexOf(n) === i);
  const shots = el => {
    const out = [[el, '', take(el)]];
    for (const p of ['::before', '::after']) out.push([el, p, take(el, p)]);
    for (const n of near(el)) { out.push([n, '', take(n)]); for (const p of ['::before', '::after']) { const s = getComputedStyle(n, p); if (s.content !== 'none' && s.content !== 'normal') out.push([n, p, take(n, p)]); } }
    return out;
  };

  S.quiet = () => { if (S.still) return; try { S.still = new CSSStyleSheet(); S.still.replaceSync('*,*::before,*::after{transition:none!important;scroll-behavior:auto!important;caret-color:auto}'); document.adoptedStyleSheets = [...document.adoptedStyleSheets, S.still]; } catch { S.loud = true; } };
  S.focusables = () => S.roots().filter(r => !r.defaultView || r === document).flatMap(root => [...root.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable=true], [contenteditable=""]')])
    .filter(el => { if (el.disabled || el.tabIndex < 0 || el.closest('[inert]') || el.matches('video, audio, iframe')) return false; const hiddenInput = el.matches('input[type=checkbox], input[type=radio], input[type=file]'); return el.checkVisibility({ visibilityProperty: true }) && (hiddenInput || S.shown(el)); });

  // Elements of one kind, all around them alike too, look alike with the focus: some of each are asked, as long as nothing may cover them.
  const ALIKE = 2;
  const kinds = new WeakMap();
  const kind = el => { let told = kinds.get(el); if (told === undefined) kinds.set(el, told = `${el.parentElement ? kind(el.parentElement) : ''}>${el.localName}.${el.getAttribute('class') || ''}#${el.id}[${el.getAttribute('style') || ''}|${el.getAttribute('role') || ''}|${el.type || ''}|${el.childElementCount}]`); return told; };
  S.focusing = (limit = 120) => {
    S.quiet();
    const rows = [], covered = new Map(), known = new Map();
    const bars = S.bars(), all = S.focusables();
    const list = [];
    for (const el of all) {
      const key = kind(el), same = known.get(key) || { asked: [], others: [] };
      known.set(key, same);
      if (bars.length || el.type === 'radio' || same.asked.length < ALIKE) { same.asked.push(el); list.push(el); } else same.others.push(el);
    }
    list.splice(limit);
    window.scrollTo({ top: 0, behavior: 'instant' });
    const radios = new Set();
    for (const el of list) {
      if (el.type === 'radio' && el.name) { const key = el.name + (el.form ? S.ref(el.form) : ''); if (radios.has(key)) continue; radios.add(key); }
      el.focus({ preventScroll: !bars.length });
      let active = document.activeElement;
      while (active && active.shadowRoot && active.shadowRoot.activeElement) active = active.shadowRoot.activeElement;
      if (active !== el) { continue; }
      const r = el.getClientRects()[0] || el.getBoundingClientRect();
      if (bars.length && r.width > 1) {
        const hit = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
        const bar = hit && bars.find(b => b.contains(hit));
        if (bar && !bar.contains(S.host(el)) && !covered.has(bar)) covered.set(bar, el);
      }
      const own = S.shown(el) && r.width > 3 && r.height > 3;
      const during = getComputedStyle(el);
      if (own && during.outlineStyle === 'auto' && parseFloat(during.outlineWidth) > 0 && S.colour(during.outlineColor)[3] > 0 && during.opacity > 0.05) { rows.push({ e: S.ref(el), seen: 'yes', how: 'auto' }); continue; }
      const after = shots(el);
      el.blur();
      const before = shots(el);
      const outer = under(el.parentElement || el), back = S.over(S.colour(before[0][2].bg), outer);
      let verdict = '', why = '';
      for (let i = 0; i < after.length; i++) {
        const was = before.find(b => b[0] === after[i][0] && b[1] === after[i][1]);
        if (!was) { verdict = verdict || 'unsure: appears'; continue; }
        const at = after[i][0];
        if (at === el && !own) continue;
        const told = change(was[2], after[i][2], at === el ? back : S.over(S.colour(was[2].bg), outer), at === el ? outer : under(at.parentElement || at));
        if (told === 'yes') { verdict = 'yes'; break; }
        if (told.startsWith('unsure')) { verdict = verdict || told; if (after[i][1] || at !== el) { verdict = 'yes'; break; } } else if (told && i === 0) why = told; else if (told && !why) why = told;
      }
      rows.push({ e: S.ref(el), seen: verdict === 'yes' ? 'yes' : verdict ? 'unsure' : 'no', how: verdict === 'yes' ? '' : verdict || why || 'nothing changes' });
    }
    const told = new Map(rows.map(row => [row.e, row]));
    for (const { asked, others } of known.values()) {
      const found = asked.map(el => told.get(S.index.get(el)));
      if (others.length && found.every(row => row && row.seen === found[0].seen)) for (const el of others) rows.push({ ...found[0], e: S.ref(el) });
    }
    if (document.activeElement && document.activeElement !== document.body) document.activeElement.blur();
    window.scrollTo({ top: 0, left: 0, behavior: 'instant' });
    return { rows, covered: [...covered].map(([bar, el]) => ({ e: S.ref(el), bar: S.selector(bar) })) };
  };
  S.bars = () => [...document.querySelectorAll('body *')].filter(el => { const p = getComputedStyle(el).position; if (p !== 'fixed' && p !== 'sticky') return false; if (!S.shown(el)) return false; const r = el.getBoundingClientRect(); return r.width >= innerWidth * 0.6 && r.height <= innerHeight * 0.4 && r.height > 8; });

  S.pasting = () => {
    const refused = [];
    for (const el of S.all('input, textarea')) {
      if (!S.shown(el) || el.disabled || el.readOnly || !/^(text|tel|email|password|number|search|url|textarea|)$/.test(el.type)) continue;
      const value = el.value;
      const data = new DataTransfer(); data.setData('text/plain', '123456');
      const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, composed: true, clipboardData: data });
      const went = el.dispatchEvent(event);
      const typed = el.dispatchEvent(new InputEvent('beforeinput', { bubbles: true, cancelable: true, composed: true, inputType: 'insertFromPaste', data: '123456' }));
      const key = el.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, composed: true, key: 'v', code: 'KeyV', ctrlKey: true }));
      if ((!went || !typed || !key) && el.value === value) refused.push(S.ref(el));
      if (el.value !== value) el.value = value;
    }
    return refused;
  };
})();
