"""Addresses of the portal."""

from django.urls import path

from silverbridge.doors.portal.views import ask, consult, done, find, follow, items, say

app_name = "portal"
urlpatterns = [
    path("", find.home, name="home"),
    path("find", find.find, name="find"),
    path("scene/<slug:scene>/", find.scene, name="scene"),
    path("items/<slug:code>/", items.item, name="item"),
    path("ask/<slug:code>/", ask.begin, name="begin"),
    path("ask/<slug:code>/q/<slug:key>/", ask.question, name="question"),
    path("ask/<slug:code>/who/", ask.who_page, name="who"),
    path("ask/<slug:code>/check/", done.check, name="check"),
    path("ask/<slug:code>/drop/", items.drop, name="drop"),
    path("saved/", items.saved, name="saved"),
    path("done/<str:reference>/", done.done, name="done"),
    path("follow/", follow.follow, name="follow"),
    path("follow/<str:reference>/", follow.status, name="status"),
    path("follow/<str:reference>/withdraw/", follow.take_back, name="withdraw"),
    path("consult/", consult.consults, name="consults"),
    path("consult/<int:pk>/", consult.consult, name="consult"),
    path("consult/<int:pk>/clauses/<int:n>/", consult.clause, name="clause"),
    path("consult/<int:pk>/answers/", consult.answers, name="answers"),
    path("consult/<int:pk>/say/", say.begin, name="say"),
    path("consult/<int:pk>/say/words/", say.say_words, name="say-words"),
    path("consult/<int:pk>/say/who/", say.say_who, name="say-who"),
    path("consult/<int:pk>/say/check/", say.say_check, name="say-check"),
    path("said/<str:reference>/", say.said, name="said"),
    path("forget/", follow.forget, name="forget"),
]
