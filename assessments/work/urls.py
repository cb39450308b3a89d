from django.urls import path

from assessments.work import views

urlpatterns = [
    path("", views.work_list, name="work_list"),
    path("logboek/", views.log_list, name="log_list"),
    path("zoeken/", views.search_all, name="search_all"),
]
