// Controls: how large they are for a finger, whether keys reach them; fields, icons, and what else stands on a page.
(() => {
  const S = window.__sb;
  if (S.controls) return;
  const r1 = v => Math.round(v * 10) / 10;
  const union = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
  const near = (a, b, by) => a[0] - by <= b[2] && b[0] - by <= a[2] && a[1] - by <= b[3] && b[1] - by <= a[3];
  const inDocument = el => { const r = el.getBoundingClientRect(); return [r.left + scrollX, r.top + scrollY, r.right + scrollX, r.bottom + scrollY]; };
  const INLINE = /^inline$/, ENOUGH = 60; // px; no rule asks for more

  // How far from its edges a press still reaches the element, in the viewport of its own document. What is wide or high enough is not asked.
  const grow = (el, labels, box, most, enough) => {
    const view = el.ownerDocument.defaultView;
    const x = (box[0] + box[2]) / 2, y = (box[1] + box[3]) / 2;
    const root = el.getRootNode();
    const mine = (px, py) => {
      if (px < 0 || py < 0 || px >= view.innerWidth || py >= view.innerHeight) return false;
      let hit = (root.elementFromPoint ? root : el.ownerDocument).elementFromPoint(px, py);
      if (hit && hit.shadowRoot && root !== hit.shadowRoot && !(hit === el)) { const deep = hit.shadowRoot.elementFromPoint(px, py); if (deep) hit = deep; }
      if (!hit) return false;
      return hit === el || el.contains(hit) || labels.some(l => l === hit || l.contains(hit));
    };
    const reach = (dx, dy, from) => {
      let d = from;
      if (!mine(x + dx * (d - 1), y + dy * (d - 1))) { while (d > 0 && !mine(x + dx * d, y + dy * d)) d -= 2; return Math.max(d, 0); }
      while (d < most && mine(x + dx * (d + 1.5), y + dy * (d + 1.5))) d += 2;
      while (d < most && mine(x + dx * (d + 0.25), y + dy * (d + 0.25))) d += 0.5;
      return d;
    };
    const halfW = (box[2] - box[0]) / 2, halfH = (box[3] - box[1]) / 2;
    return [enough[0] ? 0 : reach(-1, 0, halfW) + reach(1, 0, halfW), enough[1] ? 0 : reach(0, -1, halfH) + reach(0, 1, halfH)];
  };
  S.hit = (el, labels, box, scroll) => {
    const own = el.getBoundingClientRect(), rect = [own.left, own.top, own.right, own.bottom];
    let boxes = !S.generated || S.generated.has(el);
    for (const kid of el.querySelectorAll('*')) { boxes = boxes || S.generated.has(kid) || !!kid.shadowRoot; const k = kid.getBoundingClientRect(); if (k.width && k.height && S.shown(kid)) { const u = union(rect, [k.left, k.top, k.right, k.bottom]); rect.splice(0, 4, ...u); } }
    const zoom = [box[2] - box[0], box[3] - box[1]];
    // Nothing reaches beyond its box: no label, no generated box, no content that hangs over.
    const hangs = el.scrollWidth > el.clientWidth + 1 || el.scrollHeight > el.clientHeight + 1 || rect[2] - rect[0] > zoom[0] + 1 || rect[3] - rect[1] > zoom[1] + 1;
    if (!boxes && !hangs && !labels.length && !el.shadowRoot && el.localName !== 'area') return zoom;
    if (scroll && (rect[1] < 60 || rect[3] > innerHeight - 60) && el.ownerDocument === document) {
      window.scrollTo({ top: Math.max(0, scrollY + rect[1] - innerHeight / 2), behavior: 'instant' });
      const again = el.getBoundingClientRect();
      const dy = again.top - own.top, dx = again.left - own.left;
      rect[0] += dx; rect[2] += dx; rect[1] += dy; rect[3] += dy;
    }
    const grown = grow(el, labels, rect, 80, zoom.map(side => side >= ENOUGH));
    return [Math.max(zoom[0], grown[0]), Math.max(zoom[1], grown[1])];
  };

  S.controls = (pending, out, view, blocks, least) => {
    const startX = scrollX, startY = scrollY;
    const small = [];
    for (const p of pending) {
      const { el, cs, c, role, on, native, clicks, tab, labels } = p;
      let box = c.rect.slice();
      if (p.visible) for (const kid of el.children) if (INLINE.test(cs.display) && S.shown(kid) && !c.frame) box = union(box, inDocument(kid));
      if (!p.visible) box = inDocument(labels[0]);
      else for (const l of labels) { const lb = inDocument(l); if (p.custom && near(box, lb, 8)) box = union(box, lb); }
      const block = c.block && blocks.get(c.block.el);
      const inSentence = INLINE.test(cs.display) && (el.localName === 'a' || role === 'link') && !!block && c.block.el !== el &&
        (/[，。；！？,;]/.test(block.plain) || (/[\u3400-\u9fff]{2,}\s*[:：]\s*$/.test(block.plain) && c.block.el.querySelectorAll('a, button').length === 1) || (block.plain.match(/[\u3400-\u9fff]/g) || []).length >= 6 || block.plain.split(/\s+/).filter(w => /[a-z]{2}/i.test(w)).length >= 4);
      const name = S.label(el).slice(0, 80);
      const info = {
        e: S.ref(el), tag: el.localName, type: el.type || '', role, name, box: box.map(r1), w: r1(box[2] - box[0]), h: r1(box[3] - box[1]), sentence: inSentence, native, clicks, size: r1(parseFloat(cs.fontSize) * (el.currentCSSZoom || 1) * c.scale * c.ds),
        href: el.localName === 'a' ? el.getAttribute('href') : null, tabindex: tab === null ? null : +tab, disabled: !!(el.disabled || c.disabled), region: c.region || '', main: !!c.main, fixed: !!c.fixed,
        frame: !!c.frame, cls: String(el.className.baseVal ?? el.className).slice(0, 100), id: el.id, hidden: !p.visible, on: [...on], checked: !!(el.checked || el.getAttribute('aria-checked') === 'true'),
        target: native || ROLE.test(role) || (clicks && (cs.cursor === 'pointer' || on.has('click'))), title: el.title || '', cursor: cs.cursor, muted: !!c.muted,
        nested: !!(el.parentElement && el.parentElement.closest('a[href], button, [role=button]')) };
      if (!native && !ROLE.test(role)) {
        const inner = el.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]');
        info.inner = inner.length;
        info.area = (box[2] - box[0]) * (box[3] - box[1]) / (view.width * view.height);
        if (inner.length > 0) info.target = false;
      }
      info.icon = icon(p, name, box);
      out.controls.push(info);
      if (info.target && !inSentence && !info.disabled && Math.min(info.w, info.h) < least) small.push([info, p, box]);
    }
    small.sort((a, b) => a[2][1] - b[2][1]);
    for (const [info, p, box] of small) {
      if (!p.visible) continue;
      const [w, h] = S.hit(p.el, p.labels, box, !p.c.fixed && !p.c.frame);
      info.w = r1(w); info.h = r1(h);
    }
    window.scrollTo({ left: startX, top: startY, behavior: 'instant' });
    out.fields = pending.filter(p => p.visible && /^(input|select|textarea)$/.test(p.el.localName) && !/^(button|submit|reset|image|hidden|checkbox|radio|range|color|file)$/.test(p.el.type)).map(field);
    out.boxes = undefined;
    out.flex = out.flex.map(order).filter(Boolean);
  };
  const ROLE = /^(button|link|checkbox|radio|switch|tab|menuitem|menuitemcheckbox|menuitemradio|option|slider|combobox|textbox|searchbox|spinbutton|treeitem)$/;

  // A control whose only content is a picture, a drawn shape or one sign.
  const icon = (p, name, box) => {
    const { el, cs, c } = p;
    if (!p.visible || c.disabled || /^(input|select|textarea)$/.test(el.localName) && el.type !== 'image') return null;
    const text = (el.innerText ?? el.textContent ?? '').replace(/\s/g, '');
    if (text.length > 1 || /[\p{L}\p{N}]/u.test(text)) return null;
    if (text.length === 1) { const k = S.contrast(cs.color, c); return { kind: 'sign', ratio: k.ratio, on: k.kind }; }
    const at = pe => { const s = getComputedStyle(el, pe); return s.content && s.content !== 'none' && s.content !== 'normal' ? s : null; };
    const under = (kid, upTo) => { let bg = c.bg; const chain = []; for (let k = kid; k && k !== upTo; k = k.parentElement) chain.unshift(k); for (const k of chain) { const b = S.colour(getComputedStyle(k).backgroundColor); if (b[3] > 0) bg = { ...bg, c: S.over(b, bg.c), kind: b[3] > 0.99 ? 'solid' : bg.kind }; } return bg; };
    const svg = el.localName === 'svg' ? el : [...el.querySelectorAll('svg')].find(S.shown);
    if (svg) {
      let best = 0, found = false;
      const bg = under(svg, el);
      if (bg.kind !== 'solid') return { kind: 'svg', ratio: null, on: bg.kind, box: box.map(r1) };
      let faint = c.opacity;
      for (let k = svg; k !== el; k = k.parentElement) faint *= +getComputedStyle(k).opacity;
      for (const shape of svg.querySelectorAll('path, rect, circle, line, polyline, polygon, ellipse, use, text')) {
        const s = getComputedStyle(shape);
        for (const paint of [s.fill, s.stroke !== 'none' && parseFloat(s.strokeWidth) > 0 ? s.stroke : 'none']) {
          if (paint === 'none' || paint.startsWith('url')) continue;
          const k = S.colour(paint); if (k[3] === 0) continue;
          found = true; best = Math.max(best, S.ratio(S.over(k, bg.c, faint * +s.opacity * (paint === s.fill ? +s.fillOpacity : +s.strokeOpacity)), bg.c));
        }
      }
      return found ? { kind: 'svg', ratio: S.round(best), on: 'solid' } : null;
    }
    for (const kid of [el, ...el.querySelectorAll('*')]) {
      for (const pe of ['::before', '::after']) {
        const s = getComputedStyle(kid, pe);
        if (!s.content || s.content === 'none' || s.content === 'normal' || s.display === 'none') continue;
        const bg = under(kid === el ? null : kid, el);
        if (bg.kind !== 'solid') continue;
        if (/^["'].+["']$/.test(s.content)) return { kind: 'glyph', ratio: S.round(S.ratio(S.over(S.colour(s.color), bg.c, c.opacity), bg.c)), on: 'solid' };
      }
    }
    const img = [...el.querySelectorAll('img')].find(S.shown) || (el.type === 'image' ? el : null);
    if (img) { const r = img.getBoundingClientRect(); return r.width <= 80 && r.height <= 80 && img.complete && img.naturalWidth ? { kind: 'img', ratio: null, box: [r.left + scrollX, r.top + scrollY, r.right + scrollX, r.bottom + scrollY].map(r1) } : null; }
    const pictured = [el, ...el.querySelectorAll('*')].find(k => getComputedStyle(k).backgroundImage.includes('url('));
    if (pictured) { const r = pictured.getBoundingClientRect(); return r.width <= 100 && r.height <= 100 ? { kind: 'bg', ratio: null, box: [r.left + scrollX, r.top + scrollY, r.right + scrollX, r.bottom + scrollY].map(r1) } : null; }
    let bars = 0;
    for (const kid of el.querySelectorAll('span, i, b, em, div')) {
      const s = getComputedStyle(kid), k = S.colour(s.backgroundColor), r = kid.getBoundingClientRect();
      if (k[3] > 0 && r.width > 1 && r.height > 0 && r.height <= 8) bars = Math.max(bars, S.ratio(S.over(k, c.bg.c, c.opacity), c.bg.c));
    }
    if (bars && c.bg.kind === 'solid') return { kind: 'bars', ratio: S.round(bars), on: 'solid' };
    return null;
  };

  const field = p => {
    const { el, cs, c } = p;
    const outer = c.up.bg, fill = c.bg;
    let border = 0, drawn = false;
    for (const side of ['Top', 'Right', 'Bottom', 'Left']) {
      const k = S.colour(cs[`border${side}Color`]);
      if (parseFloat(cs[`border${side}Width`]) > 0 && cs[`border${side}Style`] !== 'none' && k[3] > 0) { drawn = true; border = Math.max(border, S.ratio(S.over(k, outer.c, c.opacity), outer.c)); }
    }
    if (cs.boxShadow !== 'none') { const k = S.colour((cs.boxShadow.match(/rgba?\([^)]*\)/) || ['transparent'])[0]); if (k[3] > 0.5) { drawn = true; border = Math.max(border, S.ratio(S.over(k, outer.c), outer.c)); } }
    if (cs.outlineStyle !== 'none' && parseFloat(cs.outlineWidth) > 0) { const k = S.colour(cs.outlineColor); if (k[3] > 0) { drawn = true; border = Math.max(border, S.ratio(S.over(k, outer.c), outer.c)); } }
    let wrapper = null;
    for (let up = el.parentElement, n = 0; up && n < 2 && !drawn; up = up.parentElement, n++) {
      const us = getComputedStyle(up), k = S.colour(us.borderBottomColor);
      if (parseFloat(us.borderBottomWidth) > 0 && us.borderBottomStyle !== 'none' && k[3] > 0 && up.getBoundingClientRect().height < 120) wrapper = S.round(S.ratio(S.over(k, outer.c), outer.c));
    }
    const fills = fill.kind === 'solid' && outer.kind === 'solid' ? S.ratio(fill.c, outer.c) : null;
    const visible = l => { if (!S.shown(l)) return false; const r = l.getBoundingClientRect(); return r.width > 2 && r.height > 2 && getComputedStyle(l).clip === 'auto' && !/inset\((50|100)%/.test(getComputedStyle(l).clipPath) && r.right > 0 && r.bottom + scrollY > 0 && parseFloat(getComputedStyle(l).fontSize) > 1; };
    const ownText = l => { const k = l.cloneNode(true); for (const x of k.querySelectorAll('input,select,textarea,script,style,option')) x.remove(); return k.textContent.replace(/\s+/g, ' ').trim(); };
    let label = '';
    for (const l of el.labels || []) if (visible(l) && ownText(l)) label = ownText(l);
    const by = (el.getAttribute('aria-labelledby') || '').split(/\s+/).map(id => id && el.getRootNode().getElementById?.(id)).filter(Boolean);
    if (!label) for (const l of by) if (visible(l)) label = S.visibleText(l);
    let beside = '';
    if (!label) {
      const cell = el.closest('td, th');
      let prior = el.previousElementSibling;
      while (prior && prior.localName === 'br') prior = prior.previousElementSibling;
      const before = [prior, el.parentElement && el.parentElement.previousElementSibling, cell && cell.previousElementSibling];
      for (const b of before) if (!beside && b && !(b !== prior && el.parentElement.matches('form, main, section, fieldset, article, body')) && !/[。！？，；]/.test(b.textContent) && !/^(input|select|textarea|button)$/.test(b.localName) && visible(b) && !b.querySelector('input,select,textarea') && !/^h[1-6]$/.test(b.localName)) { const t = S.visibleText(b); if (t && t.length <= 24) beside = t; }
      for (const n of el.parentElement ? el.parentElement.childNodes : []) { if (n === el) break; if (n.nodeType === 3 && /[\p{L}]/u.test(n.data)) beside = beside || n.data.trim(); }
    }
    const form = el.closest('form'), searching = el.type === 'search' || el.closest('search, [role=search]') || /搜索|检索|search|查找|搜一搜/i.test([el.placeholder, el.name, el.id, el.getAttribute('aria-label'), el.title, form && (form.id + ' ' + form.className + ' ' + form.getAttribute('action'))].join(' ')) || /^(q|kw|wd|keyword|keywords|query)$/i.test(el.name);
    return { e: S.ref(el), tag: el.localName, type: el.type, name: el.name || '', id: el.id || '', placeholder: el.placeholder || '', label, beside: beside.slice(0, 60), aria: el.getAttribute('aria-label') || '', title: el.title || '', labelled: !!(el.labels && el.labels.length) || by.length > 0,
      autocomplete: el.getAttribute('autocomplete') ?? (form && form.getAttribute('autocomplete') === 'off' ? 'off' : null), own: el.getAttribute('autocomplete'), search: !!searching, readonly: el.readOnly || false, disabled: el.disabled, drawn, border: S.round(border), fill: fills === null ? null : S.round(fills), wrapper,
      size: r1(parseFloat(cs.fontSize) * (el.currentCSSZoom || 1) * c.scale * c.ds), required: el.required || el.getAttribute('aria-required') === 'true', value: el.localName === 'select' ? (el.selectedOptions[0]?.text || '') : el.value,
      hintSize: el.placeholder && !el.value ? r1(parseFloat(getComputedStyle(el, '::placeholder').fontSize) * (el.currentCSSZoom || 1) * c.scale * c.ds) : null, hint: el.placeholder ? S.contrast(getComputedStyle(el, '::placeholder').color, c, c.opacity * +getComputedStyle(el, '::placeholder').opacity) : null, ink: S.contrast(cs.color, c), appearance: cs.appearance, max: el.maxLength };
  };

  // Do things that take focus stand in another order than they are written?
  const order = ([el, direction, display]) => {
    const kids = [...el.children].filter(k => S.shown(k)).map(k => ({ k, r: k.getBoundingClientRect(), o: +getComputedStyle(k).order, f: k.matches('a[href],button,input,select,textarea,[tabindex]') || !!k.querySelector('a[href],button,input:not([type=hidden]),select,textarea,[tabindex]') })).filter(x => x.f && x.r.width > 0 && getComputedStyle(x.k).position !== 'absolute' && getComputedStyle(x.k).position !== 'fixed');
    if (kids.length < 2) return null;
    const ordered = kids.some(x => x.o !== kids[0].o), reversed = /reverse/.test(direction) && display.includes('flex');
    const placed = display.includes('grid') && kids.some(x => /^\d|^-\d/.test(getComputedStyle(x.k).gridRowStart) || /^\d|^-\d/.test(getComputedStyle(x.k).gridColumnStart));
    if (!ordered && !reversed && !placed) return null;
    const before = (a, b) => { const overlap = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top) > Math.min(a.r.height, b.r.height) * 0.5; return overlap ? a.r.left <= b.r.left + 1 : a.r.top <= b.r.top + 1; };
    for (let i = 1; i < kids.length; i++) if (!before(kids[i - 1], kids[i])) return { e: S.ref(el), how: ordered ? 'order' : reversed ? direction : 'grid', items: kids.length };
    return null;
  };
})();
