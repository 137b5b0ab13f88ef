"""Addresses of the desk, under ``desk/``."""

from django.urls import path

from silverbridge.doors.desk.views import home, merging, papers, people, proxies, requests, taking, telling, worklist

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("find", home.find, name="find"),
    path("people/new", people.new, name="person-new"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/merge", merging.merge, name="person-merge"),
    path("people/<int:pk>/proxy", proxies.proxy, name="proxy"),
    path("requests/", worklist.requests, name="requests"),
    path("requests/new/<slug:item>/", taking.new, name="request-new"),
    path("requests/new/<slug:item>/say", taking.say, name="request-say"),
    path("requests/<slug:reference>/", requests.request_page, name="request"),
    path("requests/<slug:reference>/move", requests.move, name="move"),
    path("requests/<slug:reference>/slip", papers.slip, name="slip"),
    path("requests/<slug:reference>/form", papers.filled_form, name="form"),
    path("items/<slug:item>/form", papers.blank_form, name="item-form"),
    path("tell/", telling.messages_to_tell, name="tell"),
    path("tell/<int:pk>/", telling.message, name="message"),
    path("tell/<int:pk>/paper", telling.paper, name="message-paper"),
]
