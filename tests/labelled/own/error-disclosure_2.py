"""Media service: Django views, a REST framework view, Starlette and aiohttp endpoints."""

import logging
import traceback

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseServerError,
    JsonResponse,
)
from media.store import Clip, StorageError, transcode
from rest_framework import status
from rest_framework.decorators import api_view
from rest_framework.response import Response

logger = logging.getLogger(__name__)


def clip_state(request: HttpRequest, clip_id: int) -> JsonResponse:
    """State of a clip."""
    try:
        clip = Clip.objects.get(pk=clip_id)
    except Clip.DoesNotExist:
        raise Http404(f"no clip {clip_id}") from None  # near: error-disclosure
    except DatabaseError as error:
        logger.exception("clip %s", clip_id)
        return JsonResponse({"error": str(error)}, status=500)  # bad: error-disclosure
    return JsonResponse({"state": clip.state})


def rename(request: HttpRequest, clip_id: int) -> JsonResponse:
    """Give a clip another title; the model's own rules speak to the client."""
    clip = Clip(pk=clip_id, title=request.POST["title"])
    try:
        clip.full_clean()
    except ValidationError as error:
        return JsonResponse({"errors": error.message_dict}, status=400)  # near: error-disclosure
    clip.save(update_fields=["title"])
    return JsonResponse({"title": clip.title})


def encode(request: HttpRequest, clip_id: int) -> HttpResponse:
    """Start the transcoder."""
    try:
        transcode(clip_id)
    except StorageError:
        return HttpResponseServerError(traceback.format_exc(), content_type="text/plain")  # bad: error-disclosure
    return HttpResponse(status=202)


@api_view(["POST"])
def encode_api(request, clip_id: int) -> Response:
    """Start the transcoder, for API clients."""
    try:
        transcode(clip_id)
    except StorageError as error:
        logger.exception("transcoder did not start")
        return Response({"detail": f"storage: {error}"}, status=status.HTTP_502_BAD_GATEWAY)  # bad: error-disclosure
    return Response(status=status.HTTP_202_ACCEPTED)
