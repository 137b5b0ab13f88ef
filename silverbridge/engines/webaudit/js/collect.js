// Gathers the measurements of all rules in one pass. Judges nothing.
(() => {
  const S = window.__sb;
  if (S.collect) return;
  const r1 = v => Math.round(v * 10) / 10;
  const ROLES = /^(button|link|checkbox|radio|switch|tab|menuitem|menuitemcheckbox|menuitemradio|option|slider|combobox|textbox|searchbox|spinbutton|treeitem)$/;
  const CJK = /[\u3400-\u9fff\uf900-\ufaff]/g;
  const cjk = t => (t.match(CJK) || []).length;
  const seen = (cs, el, c) => parseFloat(cs.fontSize) * (el.currentCSSZoom || 1) * c.scale * c.ds;

  // Texts whose ground our own measurement cannot know: what they lie on may be no ancestor of theirs. Looked up in bands.
  const PAINTS = /^(img|svg|canvas|video|iframe|object|embed|picture|input|select|textarea|button)$/, BAND = 64;
  const within = (p, r) => p[0] > r[0] && p[0] < r[2] && p[1] > r[1] && p[1] < r[3];
  const overlapping = (painted, texts, odd, mids) => {
    const bands = new Map();
    for (const one of painted) for (let b = Math.floor(one[1][1] / BAND), to = Math.min(Math.floor(one[1][3] / BAND), b + 2000); b <= to; b++) { const list = bands.get(b); if (list) list.push(one); else bands.set(b, [one]); }
    for (const [el, own] of texts) {
      if (odd.has(el)) continue;
      const { c, at } = mids.get(el), ground = c.ground;
      // Over the page on a plain ground of its own, and nothing above it: as sure as text in the flow.
      own.sure = own.positioned && own.kind === 'solid' && !c.frame && !!ground && ground.positioned && at.every(p => { const hit = document.elementFromPoint(p[0] - scrollX, p[1] - scrollY); return hit && el.contains(hit); });
      const strange = other => other !== el && !other.contains(el) && !el.contains(other) && (!own.sure || ground.el.contains(other));
      if (own.positioned && own.kind === 'solid' && !own.sure) odd.add(el);
      else if (at.some(p => (ground && !within(p, ground.rect)) || (bands.get(Math.floor(p[1] / BAND)) || []).some(([other, r]) => within(p, r) && strange(other)))) { own.sure = false; odd.add(el); }
    }
    return odd;
  };

  // A link beside other text, the block they stand in, and how far the two are apart in colour: null where that is not plain to
  // see, for they are not opaque or not on one ground.
  const BLOCK = /^(block|list-item|table|flex|grid|table-.*)$/;
  const beside = (cs, c) => {
    let up = c.up;
    while (up && up.el && !BLOCK.test(up.display || '') && up.display !== 'inline-block') up = up.up;
    if (!up || !up.cs) return null;
    const own = S.colour(cs.color), around = S.colour(up.cs.color);
    const plain = c.bg === up.bg && c.bg.kind === 'solid' && c.opacity === 1 && cs.textShadow === 'none' && own[3] === 1 && around[3] === 1;
    let sentence = c.up;
    while (sentence && sentence.el && !BLOCK.test(sentence.display || '')) sentence = sentence.up;
    return { block: up.el, sentence: sentence && sentence.el, own, around, ratio: plain ? Math.floor(S.ratio(own, around) * 100) / 100 : null };
  };

  // Does something inside hide the middle of a block without words of its own? There axe looks for its ground, and is not sure then.
  S.overlaid = block => {
    if (S.written(block)) return false;
    const r = block.getBoundingClientRect(), middle = [r.left + r.width / 2, r.top + r.height / 2];
    return [...block.querySelectorAll('*')].some(el => S.shown(el) && [...el.getClientRects()].some(q => within(middle, [q.left, q.top, q.right, q.bottom])));
  };

  S.contrast = (colour, c, opacity = c.opacity) => {
    const fg = S.colour(colour);
    const one = under => S.ratio(S.over(fg, under, opacity), under);
    if (c.bg.kind === 'solid') { const v = one(c.bg.c); return { ratio: Math.floor(v * 100 + 1e-6) / 100, low: v, high: v, kind: 'solid' }; }
    if (c.bg.kind === 'gradient' && c.bg.stops.length) {
      const all = c.bg.stops.map(one);
      return { ratio: S.round(Math.min(...all)), low: Math.min(...all), high: Math.max(...all), kind: 'gradient' };
    }
    return { ratio: null, low: 0, high: 99, kind: 'image' };
  };

  S.collect = mode => {
    const least = (mode || (/长辈版|关怀版|大字版/.test(document.title) ? 'elder' : '')) === 'elder' ? 60 : 44;
    const plainKinds = new Map();
    S.refs.length = 0; S.index.clear();
    S.rooted = null; S.rooted = S.roots(); S.generated = S.generating(); // nothing changes while measurements are gathered
    const doc = document.documentElement, body = document.body;
    const lock = cs => /hidden|clip/.test(cs.overflowX);
    const view = { width: innerWidth, height: innerHeight, lockX: lock(getComputedStyle(doc)) || (body && lock(getComputedStyle(body))) };
    const out = { texts: [], blocks: [], paras: [], controls: [], fields: [], fonts: [], icons: [], pseudo: [], flex: [], moving: [], shadows: 0, textures: 0, hidden: [] };
    const blocksByEl = new Map(), ownText = new Map(), fonts = new Map(), pending = [], painted = [], odd = new Set(), mids = new Map(), clipped = new Set(), coloured = new Map(), worded = new Set(), scrolling = new Set(), lifted = [];
    let plain = '', mainText = '', looks = '';

    const shifting = new Set((S.animations ? S.animations() : []).filter(a => a.running && a.props.some(p => /olor|opacity|filter|visibility/.test(p))).map(a => S.refs[a.e]));
    const text = {
      node(node, c) {
        const el = c.el, range = el.ownerDocument.createRange();
        range.selectNodeContents(node);
        const rects = [];
        for (const r of range.getClientRects()) {
          const q = [c.dx + r.left * c.ds, c.dy + r.top * c.ds, c.dx + r.right * c.ds, c.dy + r.bottom * c.ds];
          if (S.reach(q, c, view)) rects.push(q);
        }
        for (let k = c; k && k.el && !worded.has(k.el); k = k.up) {
          if (k.el.localName === 'a' || k.el.localName === 'button' || /^(link|button)$/.test(k.el.getAttribute('role'))) break;
          if (BLOCK.test(k.display || '')) { worded.add(k.el); break; }
        }
        if (c.clipper) for (let k = c; k && k.el && !clipped.has(k.el); k = k.up) clipped.add(k.el);
        if (!rects.length) return;
        const t = node.data.replace(/\s+/g, ' ').trim(), n = t.replace(/ /g, '').length;
        const size = seen(c.cs, el, c);
        if (size < 0.5) return;
        let own = ownText.get(el);
        if (!own) {
          const k = S.contrast(c.cs.webkitTextFillColor || c.cs.color, c);
          own = { e: S.ref(el), n: 0, t: '', size: r1(size), bold: +c.cs.fontWeight >= 600, main: !!c.main, region: c.region || '', ratio: k.ratio, low: k.low, high: k.high,
            kind: c.cs.backgroundClip.includes('text') ? 'image' : k.kind, positioned: !!c.positioned, frame: !!c.frame, disabled: !!c.disabled, control: !!c.control, letters: 0,
            top: rects[0][1], fg: k.kind === 'solid' && !c.positioned ? null : (f => [f[0], f[1], f[2], f[3] * c.opacity])(S.colour(c.cs.webkitTextFillColor || c.cs.color)), shadow: c.cs.textShadow !== 'none', animated: shifting.size > 0 && [...shifting].some(a => a.contains(el)), lang: cjk(t) > 0 };
          ownText.set(el, own); out.texts.push(own);
          if (own.kind === 'gradient' || own.shadow || c.blended) odd.add(el);
          mids.set(el, { c, at: [] });
          looks += `${own.size},${own.ratio},${own.kind};`;
          const top = c.familyTop || el;
          const font = fonts.get(top) || { e: S.ref(top), family: c.family, n: 0 };
          font.n += n; fonts.set(top, font);
        }
        if (mids.get(el).at.length < 8) for (const q of rects) mids.get(el).at.push([(q[0] + q[2]) / 2, (q[1] + q[3]) / 2]);
        own.n += n; own.t = (own.t + ' ' + t).trim().slice(0, 120); own.letters += (t.match(/[\p{L}\p{N}]/gu) || []).length;
        own.box = own.box ? [Math.min(own.box[0], ...rects.map(q => q[0])), Math.min(own.box[1], ...rects.map(q => q[1])), Math.max(own.box[2], ...rects.map(q => q[2])), Math.max(own.box[3], ...rects.map(q => q[3]))]
          : [Math.min(...rects.map(q => q[0])), Math.min(...rects.map(q => q[1])), Math.max(...rects.map(q => q[2])), Math.max(...rects.map(q => q[3]))];
        plain += t + (c.block && c.block.el !== el ? '' : '\n');
        if (c.main && !c.control) mainText += t;
        if (c.block) c.block.texts.push({ t, n, size, rects, el, control: c.control && c.control.localName !== 'label' && c.control !== c.block.el && !c.control.contains(c.block.el), annotation: !!c.annotation,
          gap: (parseFloat(c.cs.letterSpacing) || 0) * c.scale });
      },
      svg(node, c) {
        const t = (node.textContent || '').trim();
        if (!t || !c.visible) return;
        const m = node.getScreenCTM(), cs = getComputedStyle(node);
        if (!m) return;
        out.texts.push({ e: S.ref(node), n: t.length, t: t.slice(0, 120), size: r1(parseFloat(cs.fontSize) * Math.sqrt(Math.abs(m.a * m.d - m.b * m.c))), bold: false, main: !!c.main, svg: true, ratio: null, low: 0, high: 99, kind: 'image', positioned: !!c.positioned, letters: (t.match(/[\p{L}\p{N}]/gu) || []).length, region: c.region || '' });
      },
      close(block) {
        const weights = new Map();
        for (const t of block.texts) if (!t.annotation) weights.set(r1(t.size), (weights.get(r1(t.size)) || 0) + t.n);
        if (!weights.size) return;
        const size = [...weights].sort((a, b) => b[1] - a[1])[0][0];
        const high = q => q[3] - q[1], initial = all => all.length > 1 && high(all[0]) > high(all[1]) * 1.3; // ::first-letter is no line
        const rects = block.texts.filter(t => !t.annotation && Math.abs(t.size - size) < 0.6).flatMap(t => t.rects.slice(+initial(t.rects)).map(q => ({ q, gap: t.gap })));
        const lines = [];
        for (const { q, gap } of rects) {
          const mid = (q[1] + q[3]) / 2, last = lines[lines.length - 1];
          const per = (q[2] - q[0]) / (size + gap);
          if (last && Math.abs(mid - last.mid) < size * 0.5) { last.glyphs += per; last.left = Math.min(last.left, q[0]); last.right = Math.max(last.right, q[2]); }
          else lines.push({ mid, glyphs: per, left: q[0], right: q[2], top: q[1] });
        }
        const pitches = [];
        for (let i = 1; i < lines.length; i++) if (lines[i].mid > lines[i - 1].mid) pitches.push(lines[i].mid - lines[i - 1].mid);
        pitches.sort((a, b) => a - b);
        const all = block.texts.map(t => t.t).join(''), outside = block.texts.filter(t => !t.control).map(t => t.t).join('');
        const info = { e: S.ref(block.el), size, lines: lines.length, pitch: pitches.length ? pitches[Math.floor(pitches.length / 2)] : 0, glyphs: r1(Math.max(...lines.map(l => l.glyphs))),
          justify: block.cs.textAlign === 'justify', main: !!block.c.main, region: block.c.region || '', vertical: !!block.c.vertical, ruby: block.texts.some(t => t.annotation) || !!block.c.ruby, n: all.length,
          plain: outside.slice(0, 400), t: all.slice(0, 400), tag: block.el.localName, first: lines[0].mid, last: lines[lines.length - 1].mid, left: lines[0].left, right: Math.max(...lines.map(l => l.right)),
          text: cjk(all), fixed: !!block.c.fixed };
        blocksByEl.set(block.el, info); out.blocks.push(info);
      },
    };

    const visit = (el, cs, c) => {
      const name = el.localName, role = el.getAttribute('role') || '';
      const on = S.listens(el);
      const native = (name === 'a' && el.hasAttribute('href')) || name === 'button' || (name === 'input' && el.type !== 'hidden') || name === 'select' || name === 'textarea' || name === 'summary' || (name === 'area' && el.href);
      if (name === 'a' && native || role === 'link') { const told = beside(cs, c); if (told) coloured.set(el, told); }
      const clicks = on.has('click') || on.has('mousedown') || on.has('pointerdown') || on.has('mouseup') || on.has('dblclick');
      const tab = el.getAttribute('tabindex');
      const inView = S.reach(c.rect, c, view), position = cs.position;
      if (c.pane !== c.up.pane) scrolling.add(el);
      if (!c.frame && (position === 'fixed' || position === 'absolute' || name === 'dialog' || el.popover)) lifted.push(el);
      if (c.filtered || cs.mixBlendMode !== 'normal') c.blended = true;
      if (c.visible && inView && el !== document.body && (c.bg !== c.up.bg || PAINTS.test(name))) painted.push([el, c.rect]);
      if (native || ROLES.test(role) || (clicks && el !== document.body && el !== document.documentElement) || (tab !== null && name !== 'main')) {
        const custom = name === 'input' && /^(checkbox|radio|file)$/.test(el.type);
        const labels = el.labels ? [...el.labels].filter(l => S.shown(l)) : [];
        const visible = c.visible && inView;
        if (visible || (custom && labels.length)) pending.push({ el, cs, c, role, on, native, clicks, tab, labels, visible, custom });
        else if (native && c.visible === false) out.hidden.push(S.ref(el));
      }
      if (c.visible && inView) {
        const shadow = cs.boxShadow, drawn = c.bg === c.up.bg ? '' : cs.backgroundImage;
        if (shadow !== 'none' && !/^rgba?\([^)]*\) 0px 0px 0px/.test(shadow)) out.shadows += 1;
        if (drawn.includes('repeating-') || (drawn.includes('url(') && cs.backgroundRepeat.startsWith('repeat') && (el === document.body || c.rect[2] - c.rect[0] > view.width * 0.5))) out.textures += 1;
        if (/flex|grid/.test(c.display) && el.childElementCount > 1) out.flex.push([el, cs.flexDirection, c.display]);
        // Asking for generated boxes is dear: those that the style sheets name, or of one kind of element some.
        if (S.generated && !S.generated.has(el)) return;
        const kind = `${name}.${el.getAttribute('class') || ''}#${el.id}`;
        if (!S.generated && plainKinds.get(kind) >= 3) return;
        plainKinds.set(kind, (plainKinds.get(kind) || 0) + 1);
        for (const which of ['::before', '::after']) {
          const ps = getComputedStyle(el, which), content = ps.content;
          if (content && content !== 'none' && content !== 'normal' && /^["']/.test(content)) {
            plainKinds.set(kind, -1000);
            const t = content.slice(1, -1);
            if (/[\p{L}\p{N}]/u.test(t) && ps.display !== 'none' && ps.visibility === 'visible' && +ps.opacity > 0.04 && !(ps.position === 'absolute' && c.rect[2] - c.rect[0] < 1)) {
              const k = S.contrast(ps.color, { ...c, bg: S.colour(ps.backgroundColor)[3] > 0.99 ? { c: S.colour(ps.backgroundColor), kind: 'solid' } : c.bg });
              out.pseudo.push({ e: S.ref(el), t: t.slice(0, 60), size: r1(parseFloat(ps.fontSize) * (el.currentCSSZoom || 1) * c.scale), bold: +ps.fontWeight >= 600, pua: /[\ue000-\uf8ff]/.test(t), ...k });
            }
          }
        }
      }
    };
    S.walk(visit, text);
    S.unsure = overlapping(painted, ownText, odd, mids);
    for (const [el, { sentence }] of coloured) if (!worded.has(sentence)) coloured.delete(el);
    S.clipped = clipped; S.coloured = coloured; S.scrolling = scrolling; S.worded = ownText; S.made = out.pseudo.map(p => S.refs[p.e]);

    out.fonts = [...fonts.values()];
    for (const [el, info] of blocksByEl) {
      if (el.localName !== 'p') continue;
      const next = el.nextElementSibling, other = next && next.localName === 'p' ? blocksByEl.get(next) : null;
      if (!other || other.first <= info.last || Math.min(info.right, other.right) - Math.max(info.left, other.left) < 5) continue;
      const line = parseFloat(getComputedStyle(el).lineHeight) * (el.currentCSSZoom || 1);
      const pitch = info.pitch || other.pitch || line || info.size * 1.3;
      out.paras.push({ e: info.e, next: other.e, parent: S.ref(el.parentElement), gap: r1(other.first - info.last), pitch: r1(pitch), lines: info.lines + other.lines, n: Math.min(info.n, other.n) });
    }
    S.controls(pending, out, view, blocksByEl, least);
    Object.assign(out, S.things ? S.things(view, out, pending, lifted) : {});
    delete out.flexNodes;
    // A few fields below an article, one of them for a text, take remarks on it.
    const remark = f => !f.closest('article') && !!document.querySelector('article') && !!f.querySelector('textarea') && f.querySelectorAll('input:not([type=hidden]), select, textarea').length <= 3;
    const articles = [...document.querySelectorAll('article, main')].map(a => [...a.querySelectorAll('p')].filter(p => S.shown(p) && p.textContent.trim().length > 20 && !p.closest('li, td, th, dd, form, aside, nav, footer, [role=listitem]')).length);
    S.rooted = S.generated = null;
    return Object.assign(out, {
      title: document.title, url: location.href, lang: doc.lang, width: innerWidth, height: innerHeight, scrollWidth: doc.scrollWidth, pageHeight: doc.scrollHeight, lockX: view.lockX,
      plain: plain.slice(0, 60000), mainLength: mainText.length, hasMain: !!document.querySelector('main, article, [role=main], [role=article]'),
      article: { tags: document.querySelectorAll('article').length, paragraphs: Math.max(0, ...articles), type: document.querySelector('meta[property="og:type"]')?.content || '', forms: [...document.querySelectorAll('main form, article form')].filter(f => !remark(f)).length,
        inArticle: Math.max(0, ...[...document.querySelectorAll('article')].map(a => [...a.querySelectorAll('p')].filter(p => S.shown(p)).reduce((n, p) => n + p.textContent.trim().length, 0))) },
      h1: [...document.querySelectorAll('h1')].map(h => h.textContent.trim()).join(' ').slice(0, 200),
      viewportMeta: document.querySelector('meta[name=viewport i]')?.content ?? null,
      refresh: [...document.querySelectorAll('meta[http-equiv=refresh i]')].map(m => ({ e: S.ref(m), content: m.content })),
      nodes: document.getElementsByTagName('*').length, hash: S.hash(doc.outerHTML), looks: S.hash(looks),
      timers: [...(window.__sbh?.timers.values() || [])].map(t => [t.kind, t.delay, t.source]).slice(0, 200),
      opened: (window.__sbh?.opened || []).filter(o => !o.user), dialogs: window.__sbh?.dialogs || [],
      jumps: (window.__sbh?.jumps || []).filter(j => !j.user), plays: (window.__sbh?.plays || []).filter(p => !p.user).length,
    });
  };
})();
