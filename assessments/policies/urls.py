from django.urls import path

from assessments.policies import views

urlpatterns = [
    path("beleid/", views.policy_list, name="policy_list"),
    path("beleid/<str:version>/", views.policy_detail, name="policy_detail"),
    path("beleid/<str:version>/bevestigen/<str:subject>/", views.policy_confirm, name="policy_confirm"),
]
