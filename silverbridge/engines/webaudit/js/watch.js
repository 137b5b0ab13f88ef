// While the clock runs: what comes, goes, moves, flashes, warns.
(() => {
  const S = window.__sb;
  if (S.watch) return;
  const WARN = /(即将|将在|将于|还有|还剩|剩余|\d+\s*秒).{0,14}(退出|超时|过期|跳转|刷新|返回|登出|结束|清空)|是否继续|还在吗|仍在(操作|办理)|继续办理|(保持|延长)(登录|时间)/;
  const OUT = /(已|已经)(自动|安全)?(退出|超时|过期|失效|登出|注销)|请重新登录|登录(超时|失效|过期)/;
  const live = el => { for (let up = el; up; up = up.parentElement) { const role = up.getAttribute('role') || '', aria = up.getAttribute('aria-live'); if (/^(status|alert|log|alertdialog|dialog)$/.test(role) || (aria && aria !== 'off') || up.localName === 'output') return true; } return false; };
  const word = el => (el.innerText ?? el.textContent ?? '').replace(/\s+/g, ' ').trim();
  const digits = t => t.replace(/[\d:：\s年月日时分秒星期一二三四五六七天]/g, '');
  S.watch = () => {
    S.quiet();
    const W = S.w = { start: Date.now(), shown: new Map(), toasts: [], warns: [], outs: [], moves: new Map(), flicker: new Map(), came: [], media: new Set(), scrolls: new Map() };
    const bright = el => { const s = getComputedStyle(el); if (s.visibility === 'hidden' || s.display === 'none') return 0; return +s.opacity * 0.5 + 0.5 * S.luminance(S.over(S.colour(s.backgroundColor), [255, 255, 255, 1])) + 0.2 * S.luminance(S.colour(s.color)); };
    const seen = new Map();
    for (const el of document.querySelectorAll('body *')) seen.set(el, S.shown(el));
    const came = el => {
      if (el.nodeType !== 1 || !S.shown(el)) return;
      const t = word(el); if (!t) return;
      if (W.came.length < 2000) W.came.push([Date.now(), el]);
      W.shown.set(el, { at: Date.now(), words: t, live: live(el), selector: S.selector(el) });
      if (t.length < 200 && WARN.test(t)) W.warns.push(Date.now());
      if (t.length < 200 && OUT.test(t)) W.outs.push(Date.now());
    };
    const went = (el, parent) => {
      const was = W.shown.get(el);
      if (!was) return;
      W.shown.delete(el);
      const seconds = (Date.now() - was.at) / 1000;
      if (seconds > 0.3 && was.words.length >= 2 && was.words.length < 120) W.toasts.push({ el, gone: Date.now(), seconds: S.round(seconds, 1), words: was.words, live: was.live || (parent ? live(parent) : false), selector: el.isConnected ? S.selector(el) : parent && parent.isConnected ? S.selector(parent) : was.selector, at: was.at });
    };
    const move = (el, kind) => {
      if (!el || el.nodeType !== 1 || el === document.body || el === document.documentElement) return;
      const m = W.moves.get(el) || { times: [], looks: new Set(), texts: new Set(), kind };
      const r = el.getBoundingClientRect(), f = el.firstElementChild && el.firstElementChild.getBoundingClientRect();
      const now = Date.now();
      if (!m.times.length || now - m.times[m.times.length - 1] >= 15) m.times.push(now);
      if (m.looks.size < 60) m.looks.add([Math.round(r.left), Math.round(r.top + scrollY), f ? Math.round(f.left) + ',' + Math.round(f.top) : '', S.shown(el), el.getAttribute('src') || '', getComputedStyle(el).backgroundImage.slice(0, 80)].join('|'));
      if (kind === 'text' && m.texts.size < 60) m.texts.add(digits(word(el)));
      W.moves.set(el, m);
      const b = bright(el), k = W.flicker.get(el) || { last: b, at: now, flips: [], dir: 0 };
      if (Math.abs(b - k.last) > 0.08) { const d = Math.sign(b - k.last); if (d !== k.dir) { k.flips.push(now); k.dir = d; } k.last = b; }
      W.flicker.set(el, k);
    };
    W.observer = new MutationObserver(list => {
      for (const m of list) {
        if (m.type === 'childList') {
          for (const n of m.addedNodes) if (n.nodeType === 1) { came(n); seen.set(n, S.shown(n)); for (const x of n.querySelectorAll('video, audio')) W.media.add(x); }
          for (const n of m.removedNodes) if (n.nodeType === 1) went(n, m.target);
          const t = word(m.target).slice(0, 200);
          if (t.length < 200 && m.addedNodes.length) { if (WARN.test(t)) W.warns.push(Date.now()); if (OUT.test(t) && S.shown(m.target)) W.outs.push(Date.now()); }
          if (m.addedNodes.length) move(m.target, 'text');
          if (m.target.isConnected && m.addedNodes.length && [...m.addedNodes].some(n => n.nodeType === 3) && t && !W.shown.has(m.target) && S.shown(m.target) && m.removedNodes.length === 0) came(m.target);
          if (m.target.isConnected && !t && m.removedNodes.length) went(m.target, m.target.parentElement);
        } else if (m.type === 'characterData') move(m.target.parentElement, 'text');
        else {
          const el = m.target, now = S.shown(el), before = seen.get(el);
          seen.set(el, now);
          if (now && before === false) came(el);
          if (!now && W.shown.has(el)) went(el, el.parentElement);
          else if (!now && before === true && !W.shown.has(el) && word(el).length < 120 && W.first !== undefined) { /* there from the start */ W.shown.set(el, { at: W.start, words: (el.textContent || '').trim(), live: live(el), selector: S.selector(el) }); went(el, el.parentElement); }
          move(el, 'look');
        }
      }
    });
    W.first = true;
    W.observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['style', 'class', 'hidden', 'open', 'src', 'aria-hidden', 'data-state', 'transform'] });
    document.addEventListener('scroll', e => { if (e.target !== document && e.target.nodeType === 1) { const list = W.scrolls.get(e.target) || []; list.push(Date.now()); W.scrolls.set(e.target, list); } }, true);
  };
  const span = times => times.length < 3 ? 0 : (times[times.length - 1] - times[0]) / 1000;
  const PAUSE = /暂停|停止|停播|pause|stop|❚❚|⏸|■|静止|关闭动画/i;
  const EVERY = /全部|所有|动画|动效|整页|本页/;
  // A pause that stands nearer to another mover is that one's.
  const pauseNear = (el, movers) => {
    for (let up = el, n = 0; up && n < 5; up = up.parentElement, n++) for (const b of up.querySelectorAll('button, a, [role=button], input[type=button], input[type=checkbox]')) {
      if (!S.shown(b) || !PAUSE.test(S.label(b) + (b.title || '') + b.className)) continue;
      const nearer = movers.some(m => { if (m === el || el.contains(m) || m.contains(el)) return false; let over = m; while (over && !over.contains(b)) over = over.parentElement; return over && over !== up && up.contains(over); });
      if (!nearer || EVERY.test(S.label(b))) return true;
    }
    return false;
  };
  S.movers = () => {
    const out = [];
    const push = (el, how, key) => { if (el && el.nodeType === 1 && !out.some(o => o.el === el || o.el.contains(el))) { for (let i = out.length - 1; i >= 0; i--) if (el.contains(out[i].el)) out.splice(i, 1); out.push({ el, how, key }); } };
    for (const m of document.querySelectorAll('marquee')) if (S.shown(m)) push(m, 'marquee', 'marquee');
    for (const a of S.animations()) if (a.running && (a.endless || a.total > 5)) push(S.refs[a.e], `${a.name || a.props.join()}: ${a.endless ? 'endless' : a.total + ' s'}`, 'css');
    for (const v of document.querySelectorAll('video')) if (S.shown(v) && (v.autoplay || (window.__sbh.plays.some(p => p.media === v && !p.user))) && !v.controls && (v.loop || !(v.duration <= 5))) push(v, 'film plays by itself', 'film');
    if (S.w) {
      const groups = new Map();
      for (const [el, m] of S.w.moves) {
        const visual = m.looks.size > 1 || (m.kind === 'text' && [...m.texts].length > 1 && [...m.texts].some(t => t.length > 3));
        if (!el.isConnected || !visual) continue;
        const box = S.shown(el) && m.looks.size > 1 && m.kind !== 'text' ? el : el;
        const g = groups.get(el.parentElement) || { els: [], times: [] };
        g.els.push([box, m]); g.times.push(...m.times); groups.set(el.parentElement, g);
      }
      for (const [parent, g] of groups) {
        g.times.sort((a, b) => a - b);
        const shownAny = g.els.filter(([el]) => S.shown(el) || S.shown(el.parentElement));
        if (span(g.times) <= 4.4 || !shownAny.length) continue;
        const at = g.els.length > 1 ? parent : g.els[0][0];
        const every = (g.times[g.times.length - 1] - g.times[0]) / (g.times.length - 1);
        if (every > 12000) continue;
        push(at.nodeType === 1 ? at : g.els[0][0], `changes every ${S.round(every / 1000, 1)} s`, 'script');
      }
      for (const [el, times] of [...S.w.scrolls, ...(window.__sbh.scrolled || [])]) if (span(times) > 4.4 && S.shown(el)) push(el, 'scrolls by itself', 'script');
    }
    return out.map(o => ({ selector: S.selector(o.el), how: o.how, key: o.key, paused: pauseNear(o.el, out.map(m => m.el)), reduced: false }));
  };
  S.watched = () => {
    const W = S.w, text = document.body ? document.body.innerText : '';
    const flashes = [];
    for (const [el, k] of W.flicker) { let most = 0; for (let i = 0; i < k.flips.length; i++) { let j = i; while (j < k.flips.length && k.flips[j] - k.flips[i] < 1000) j++; most = Math.max(most, j - i); } if (most > 6 && el.isConnected) flashes.push({ selector: S.selector(el), rate: most / 2 }); }
    const begin = W.start;
    const often = new Map(); for (const t of W.toasts) { const k = t.selector + t.words; often.set(k, (often.get(k) || 0) + 1); }
    // One of several that take turns comes again.
    const turns = t => t.el.isConnected && W.came.some(([at, el]) => el !== t.el && el.parentElement === t.el.parentElement && el.localName === t.el.localName && Math.abs(at - t.gone) < 100);
    return { toasts: W.toasts.filter(t => often.get(t.selector + t.words) < 2 && !turns(t)).map(({ el, gone, ...t }) => ({ ...t, kept: text.includes(t.words) || (window.__sbh.dialogs || []).some(d => d.text.includes(t.words)) })), warns: W.warns.map(t => (t - begin) / 1000), outs: W.outs.map(t => (t - begin) / 1000), flashes, start: begin,
      jumps: window.__sbh.jumps.filter(j => !j.user && !j.same).map(j => ({ url: j.url, after: (j.at - begin) / 1000, type: j.type, download: j.download })), plays: window.__sbh.plays.filter(p => !p.user).length, dialogs: window.__sbh.dialogs.map(d => ({ ...d, after: (d.at - begin) / 1000 })),
      timers: [...window.__sbh.timers.values()].map(t => [t.kind, t.delay]), frames: window.__sbh.frames || 0 };
  };
})();
