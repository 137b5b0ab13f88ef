// What lies over the page: pop-ups, floats, bars. In viewport coordinates, as somebody sees it now.
(() => {
  const S = window.__sb;
  if (S.layers) return;
  const r1 = v => Math.round(v * 10) / 10;
  const CLOSE = /^(关闭|关掉|关|×|✕|✖|╳|x|X|close|不再提示|不再显示|我知道了|知道了|取消|跳过|以后再说|暂不|稍后再说|收起|隐藏|残忍拒绝|忽略|永久关闭|长期关闭|今日不再显示)|关闭$|关闭(弹窗|广告|浮窗|窗口|公告|提示)|^close\b/i;
  const CLASSY = /(^|[-_\s])(close|closer|guanbi|dismiss|btn-x)([-_\s]|$)|close(btn|icon|button)?$/i;
  const PROMO = /活动|优惠|福利|领取|领券|红包|抽奖|抢购|限时|特惠|大奖|积分|推荐|促销|推广|广告|下载|APP|新人|理财|贷款|返现|秒杀|礼包|赢/i;
  const HELP = /返回顶部|回到顶部|顶部|客服|电话|热线|咨询|人工|长辈|关怀|适老|无障碍|字号|大字|读|语音|帮助|打电话|求助|导航|菜单|TOP/i;
  const clickable = el => el.matches('button, a, [role=button], input[type=button], summary') || S.listens(el).has('click') || getComputedStyle(el).cursor === 'pointer';

  S.closers = layer => {
    const found = [];
    const roots = [layer, ...[...layer.querySelectorAll('*')].filter(e => e.shadowRoot).map(e => e.shadowRoot)];
    for (const root of roots) for (const el of root.querySelectorAll('*')) {
      const signs = [el.getAttribute('aria-label') || '', el.title || '', el.childElementCount <= 2 ? S.visibleText(el) : '', el.value && el.localName === 'input' ? el.value : '', el.localName === 'img' ? el.alt : ''];
      const named = signs.some(t => t && t.trim().length <= 10 && CLOSE.test(t.trim())), classy = CLASSY.test(String(el.className.baseVal ?? el.className)) || CLASSY.test(el.id);
      if (!(named || classy) || !S.shown(el)) continue;
      const target = el.matches('button, a, [role=button], input') || S.listens(el).has('click') ? el : el.closest('button, a, [role=button]') || (clickable(el) ? el : null);
      if (target && layer.contains(S.host(target) === target ? target : S.host(target)) && !found.some(f => f === target)) found.push(target);
    }
    return found.filter(f => !found.some(o => o !== f && o.contains(f)));
  };
  const describe = (el, cs, kind) => {
    const r = el.getBoundingClientRect(), vw = innerWidth, vh = innerHeight;
    let panel = el, pr = r;
    const full = q => q.width >= vw * 0.92 && q.height >= vh * 0.92;
    for (let n = 0; n < 6 && full(pr); n++) {
      const kids = [...panel.children].filter(k => S.shown(k) && k.getBoundingClientRect().width > 20 && k.getBoundingClientRect().height > 20 && !(full(k.getBoundingClientRect()) && !k.textContent.trim() && !k.querySelector('img,button')));
      if (!kids.length) break;
      kids.sort((a, b) => { const x = a.getBoundingClientRect(), y = b.getBoundingClientRect(); return y.width * y.height - x.width * x.height; });
      panel = kids[0]; pr = panel.getBoundingClientRect();
    }
    const shown = { left: Math.max(0, r.left), top: Math.max(0, r.top), right: Math.min(vw, r.right), bottom: Math.min(vh, r.bottom) };
    const area = Math.max(0, shown.right - shown.left) * Math.max(0, shown.bottom - shown.top) / (vw * vh);
    const centre = r.left <= vw / 2 && r.right >= vw / 2 && r.top <= vh / 2 && r.bottom >= vh / 2;
    const bar = (r.width >= vw * 0.9 && r.height <= vh * 0.35 && (r.top <= 2 || r.bottom >= vh - 2) && !centre) || (r.height >= vh * 0.9 && r.width <= vw * 0.3 && (r.left <= 2 || r.right >= vw - 2) && !centre);
    let covers = 0;
    const step = 5;
    for (let i = 1; i < step; i++) for (let j = 1; j < step; j++) {
      const x = pr.left + pr.width * i / step, y = pr.top + pr.height * j / step;
      if (x < 0 || y < 0 || x >= vw || y >= vh) continue;
      const stack = document.elementsFromPoint(x, y), at = stack.findIndex(e => e === el || el.contains(e));
      if (at < 0) continue;
      for (const under of stack.slice(at)) if (!el.contains(under) && !under.contains(el) && under !== document.body && under !== document.documentElement && (under.childElementCount === 0 || [...under.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || under.matches('img, section, article, main, table, form, ul, header'))) { covers += 1; break; }
    }
    const back = S.colour(cs.backgroundColor);
    const backdrop = full(r) && ((back[3] > 0.05 && back[3] < 1) || panel !== el);
    const closes = S.closers(el).map(c => {
      const q = c.getBoundingClientRect();
      const [w, h] = S.hit(c, [], [q.left, q.top, q.right, q.bottom], false);
      return { e: S.ref(c), selector: S.selector(c), name: S.label(c).slice(0, 30), w: r1(w), h: r1(h), x: (q.left + q.width / 2 - pr.left) / pr.width, y: (q.top + q.height / 2 - pr.top) / pr.height, vx: r1(q.left + q.width / 2), vy: r1(q.top + q.height / 2) };
    });
    const words = S.visibleText(el).slice(0, 400);
    return { e: S.ref(panel === el ? el : full(r) ? panel : el), root: S.ref(el), kind, area: S.round(area, 3), panelArea: S.round(pr.width * pr.height / (vw * vh), 3), centre, bar, covers, backdrop, modal: el.matches('dialog:modal, [aria-modal=true], [role=dialog], [role=alertdialog], :popover-open') || !!el.querySelector('[aria-modal=true], [role=dialog]'),
      closes, words, links: el.querySelectorAll('a[href]').length + (el.localName === 'a' ? 1 : 0), pictures: el.querySelectorAll('img, video').length, promo: PROMO.test(words + ' ' + [...el.querySelectorAll('img')].map(i => i.alt).join(' ')) || /(^|[-_\s])(ad|ads|promo|activity|float-?ad|adv|guanggao)([-_\s\d]|$)/i.test(el.className + ' ' + el.id),
      help: HELP.test(words), box: [r1(pr.left), r1(pr.top), r1(pr.right), r1(pr.bottom)], fields: el.querySelectorAll('input:not([type=hidden]), textarea, select').length, z: cs.zIndex, selector: S.selector(panel === el ? el : full(r) ? panel : el), key: (el.id || el.className || el.localName) + '|' + words.slice(0, 30) };
  };
  // `lifted`: what may be one, in the order of the document, where that is known.
  S.layers = (lifted = null) => {
    const found = [];
    const consider = (root, some) => {
      for (const el of some || root.querySelectorAll('*')) {
        if (el.shadowRoot && !some) consider(el.shadowRoot);
        if (found.length >= 40) return;
        if (found.some(f => f.el.contains(el))) continue;
        const cs = getComputedStyle(el);
        let kind = '';
        if (el.localName === 'dialog' && el.open) kind = 'dialog';
        else if (el.matches(':popover-open')) kind = 'popover';
        else if (cs.position === 'fixed') kind = 'fixed';
        else if (cs.position === 'absolute' && +cs.zIndex >= 1) kind = 'absolute';
        if (!kind || !S.shown(el)) continue;
        const r = el.getBoundingClientRect();
        if (r.width < 8 || r.height < 8 || r.right <= 0 || r.bottom <= 0 || r.left >= innerWidth || r.top >= innerHeight) {
          if (!(kind === 'fixed' && r.width * r.height < 1 && el.childElementCount)) continue;
          kind = 'wrapper';
        }
        if (cs.pointerEvents === 'none' && !el.innerText?.trim()) continue;
        if (kind === 'absolute' && !(el.matches('[role=dialog], [role=alertdialog], [aria-modal=true]') || el.querySelector('[role=dialog], [aria-modal=true]') || S.closers(el).length)) continue;
        if (kind === 'wrapper') { for (const k of el.children) if (S.shown(k) && k.getBoundingClientRect().width > 20) { found.push({ el: k, cs: getComputedStyle(k), kind: 'fixed' }); break; } continue; }
        found.push({ el, cs, kind });
      }
    };
    consider(document, lifted);
    return found.filter(f => f.el !== document.body).slice(0, 40).map(f => describe(f.el, f.cs, f.kind));
  };
})();
