from django.urls import path

from municipalities import views

app_name = "municipalities"
urlpatterns = [
    path("aanlevering/", views.delivery_list, name="delivery_list"),
    path("aanlevering/<int:number>/", views.delivery_detail, name="delivery_detail"),
    path("aanlevering/<int:number>/bestand/", views.delivery_file, name="delivery_file"),
]
