(function(){
function all(s,r){return Array.prototype.slice.call((r||document).querySelectorAll(s))}
all('.tabs').forEach(function(t){var tabs=all('span',t),box=t.closest('.box'),panels=all('.panel',box);
 tabs.forEach(function(s,i){s.addEventListener('mouseover',show);s.addEventListener('click',show);function show(){tabs.forEach(function(x){x.classList.remove('on')});panels.forEach(function(x){x.classList.remove('on')});s.classList.add('on');panels[i].classList.add('on')}})});
all('.slide').forEach(function(s){var items=all('.item',s),dots=all('.dots span',s),at=0;
 function go(i){items[at].classList.remove('on');at=i%items.length;items[at].classList.add('on')}
 dots.forEach(function(d,i){d.addEventListener('click',function(){go(i)})});setInterval(function(){go(at+1)},5000)});
all('[data-size]').forEach(function(b){b.addEventListener('click',function(){all('.art p').forEach(function(p){p.style.fontSize=b.getAttribute('data-size')+'px'})})});
var top=document.getElementById('totop');if(top)top.addEventListener('click',function(){window.scrollTo(0,0)});
window.addEventListener('scroll',function(){if(top)top.style.opacity=window.scrollY>10?1:0.9});
var day=document.getElementById('today');if(day)day.textContent='今天是'+new Date().toLocaleDateString('zh-CN');
})();
