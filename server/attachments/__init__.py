"""The content of attachments: uploaded and downloaded over plain HTTP, kept in revisions, its media type checked.

``endpoint`` is the edge, and calls the others in this order: ``body`` takes a request's body to a temporary file, ``media`` says
what it is, ``revisions`` makes a revision of it, and ``contents`` keeps the bytes. What an attachment is beside its content is a
record like any other.
"""

from server.attachments.endpoint import PATH, AttachmentEndpoint

__all__ = ["PATH", "AttachmentEndpoint"]
