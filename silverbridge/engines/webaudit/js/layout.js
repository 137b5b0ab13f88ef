// What a window of another size, or wider spacing, does to a page.
(() => {
  const S = window.__sb;
  if (S.layout) return;
  const view = () => ({ width: innerWidth, height: innerHeight, lockX: false });
  const brief = el => ({ selector: S.selector(el) });

  S.layout = (over = true, only = null) => {
    const cutBy = new Map(), lines = [];
    const v = view();
    // A ticker passes through its frame: what does not show now comes by itself.
    const passing = S.animations().filter(a => a.running && a.props.some(p => /^(transform|translate|left|right|marginLeft)$/.test(p))).map(a => S.refs[a.e]);
    S.walk(() => {}, {
      node(node, c) {
        const range = c.el.ownerDocument.createRange();
        range.selectNodeContents(node);
        for (const r of range.getClientRects()) {
          const q = [c.dx + r.left * c.ds, c.dy + r.top * c.ds, c.dx + r.right * c.ds, c.dy + r.bottom * c.ds];
          const h = q[3] - q[1], w = q[2] - q[0];
          if (h < 4 || w < 2) continue;
          const ellipsis = c.clipper && (c.cs.textOverflow === 'ellipsis' || getComputedStyle(c.clipper).textOverflow === 'ellipsis' || c.cs.webkitLineClamp !== 'none' || getComputedStyle(c.clipper).webkitLineClamp !== 'none');
          if (c.clipper && !ellipsis && c.clip[2] - c.clip[0] > 2 && !passing.some(p => p.contains(c.el))) {
            const below = q[3] - c.clip[3], above = c.clip[1] - q[1];
            const inX = q[0] < c.clip[2] - 1 && q[2] > c.clip[0] + 1;
            // A glyph's box is taller than its ink: only what eats into the letters counts.
            const cutY = inX && (below > h * 0.22 || above > h * 0.22) && !(q[1] > c.clip[3] + 400);
            const cutX = q[0] < c.clip[2] - 1 && q[0] >= c.clip[0] - 1 && q[2] - c.clip[2] > parseFloat(c.cs.fontSize) * 0.4 && c.clip[2] < 1e6 && q[1] < c.clip[3];
            if (cutY || cutX) { const known = cutBy.get(c.clipper) || { n: 0, how: '', el: c.el }; known.n += 1; known.how = cutY ? `cut by ${Math.round(Math.max(below, above))} px` : `cut ${Math.round(q[2] - c.clip[2])} px at the right`; cutBy.set(c.clipper, known); }
          }
          const rolled = c.pane && ((q[1] + q[3]) / 2 < c.pane[1] || (q[1] + q[3]) / 2 > c.pane[3] || (q[0] + q[2]) / 2 < c.pane[0] || (q[0] + q[2]) / 2 > c.pane[2]);
          if (over && !c.fixed && !c.sticky && !rolled && S.reach(q, c, v) && !c.annotation) lines.push({ q, el: c.el, positioned: c.positioned, size: parseFloat(c.cs.fontSize) });
        }
      },
      svg() {}, close() {},
    }, only);
    const overlaps = new Map();
    lines.sort((a, b) => a.q[1] - b.q[1]);
    for (let i = 0; i < lines.length && i < 1500; i++) for (let j = i + 1; j < lines.length && lines[j].q[1] < lines[i].q[3]; j++) {
      const a = lines[i], b = lines[j];
      if (a.el === b.el || a.el.contains(b.el) || b.el.contains(a.el)) continue;
      const w = Math.min(a.q[2], b.q[2]) - Math.max(a.q[0], b.q[0]), h = Math.min(a.q[3], b.q[3]) - Math.max(a.q[1], b.q[1]);
      if (w > Math.max(4, Math.min(a.size, b.size) * 0.4) && h > Math.min(a.size, b.size) * 0.45) { const at = a.positioned && !b.positioned ? a.el : b.el; const other = at === a.el ? b.el : a.el; if (!overlaps.has(at) && !overlaps.has(other)) overlaps.set(at, other); }
    }
    return { cutBy, overlaps };
  };
  const standing = () => S.all('a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=link], [role=tab]').filter(el => { if (!S.shown(el)) return false; const r = el.getBoundingClientRect(); return r.width > 1 && r.height > 1 && r.right > 0 && r.bottom + scrollY > 0; });

  S.rememberLayout = () => { S.quiet(); const l = S.layout(); S.base = { cut: new Set(l.cutBy.keys()), overlaps: new Set([...l.overlaps].flat()), controls: standing() }; };
  S.compareLayout = () => {
    const l = S.layout(), base = S.base;
    const clipped = [...l.cutBy].filter(([el]) => !base.cut.has(el)).map(([el, k]) => ({ ...brief(el), how: k.how }));
    const overlaps = [...l.overlaps].filter(([a, b]) => !(base.overlaps.has(a) && base.overlaps.has(b))).map(([a, b]) => ({ ...brief(a), how: `over ${S.selector(b)}` }));
    const now = new Set(standing());
    const locked = /hidden|clip/.test(getComputedStyle(document.documentElement).overflowX + getComputedStyle(document.body).overflowX);
    const gone = base.controls.filter(el => el.isConnected && (!now.has(el) || (locked && el.getBoundingClientRect().left >= innerWidth - 2)));
    const fresh = [...now].filter(el => !base.controls.includes(el));
    const named = new Set([...now].map(el => S.label(el))), hrefs = new Set([...now].map(el => el.getAttribute('href')).filter(Boolean));
    const lost = fresh.length ? [] : gone.filter(el => !named.has(S.label(el)) && !hrefs.has(el.getAttribute('href')));
    const outer = lost.filter(el => !lost.some(o => o !== el && o.contains(el)));
    return { clipped, overlaps, lost: outer.map(brief) };
  };
  S.wide = () => {
    const limit = innerWidth + 1, width = document.documentElement.scrollWidth, root = [document.documentElement, document.body];
    const locked = root.some(r => /hidden|clip/.test(getComputedStyle(r).overflowX));
    const out = [];
    if (width > limit || locked) {
      const go = el => {
        for (const kid of el.children) {
          const cs = getComputedStyle(kid);
          if (cs.display === 'none' || cs.visibility === 'hidden' && !kid.childElementCount) continue;
          const r = kid.getBoundingClientRect(), right = r.right + scrollX;
          const beyond = right > limit + 0.5 && r.width > 1 && r.height > 1;
          if (cs.position === 'fixed' && (right > limit && r.left >= innerWidth - 1)) continue;
          if (beyond && (!locked || kid.innerText?.trim() || kid.querySelector('img, input, button, a'))) {
            if (r.left < 0 && r.right <= 0) continue;
            if (locked && r.left >= innerWidth - 1 && kid.getAttribute('aria-hidden') === 'true') continue;
            out.push({ el: kid, right });
            continue;
          }
          if (/auto|scroll|hidden|clip/.test(cs.overflowX) && kid !== document.body) continue;
          go(kid.shadowRoot || kid);
        }
      };
      for (const r of [document.body]) {
        const b = r.getBoundingClientRect();
        if (b.right > limit + 0.5) out.push({ el: r, right: b.right }); else go(r);
      }
      if (!out.length && width > limit) out.push({ el: document.body, right: width });
    }
    return { width, wide: out.slice(0, 8).map(o => ({ ...brief(o.el), right: Math.round(o.right) })) };
  };
  // Wider spacing cuts only what lies in something that cuts.
  S.spaced = () => {
    const held = S.clipped;
    if (!held.size) return { clipped: [] };
    S.quiet();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important} p{margin-bottom:2em!important}');
    const sheets = [...document.adoptedStyleSheets]; // the list itself would change along
    document.adoptedStyleSheets = [...sheets, sheet];
    const cut = [...S.layout(false, held).cutBy];
    document.adoptedStyleSheets = sheets;
    if (!cut.length) return { clipped: [] };
    const before = S.layout(false, held).cutBy; // what is cut anyhow is no fault of the spacing
    return { clipped: cut.filter(([el]) => !before.has(el)).map(([el, k]) => ({ ...brief(el), how: k.how })) };
  };
})();
