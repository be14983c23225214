"""Kernel ridge regression with its closed-form leave-one-out, in place on half a matrix, which is gone afterwards."""

from dataclasses import dataclass

import numpy as np

from bot.matching.features import Vector

BLOCK = 256
Triangle = list[Vector]
"""The lower half of a symmetric matrix by rows of blocks: rows start..stop of BLOCK rows hold columns 0..stop."""


def triangle(size: int) -> Triangle:
    """An unfilled triangle in one piece of memory, which goes back to the system as a whole."""
    spans = [slice(start, min(start + BLOCK, size)) for start in range(0, size, BLOCK)]
    lengths = [(span.stop - span.start) * span.stop for span in spans]
    pieces = np.split(np.empty(sum(lengths), np.float32), np.cumsum(lengths)[:-1])
    return [piece.reshape(-1, span.stop) for piece, span in zip(pieces, spans, strict=True)]


@dataclass(frozen=True)
class Ridge:
    """Weights A = (K + lambda I)^-1 Y, shape (phrases, topics), and what each phrase is judged without itself.

    With G = (K + lambda I)^-1 the leave-one-out prediction is y_i - (G Y)_i / G_ii (Rasmussen and Williams,
    Gaussian Processes for Machine Learning, equation 5.12).
    """

    weights: Vector
    left_out: Vector

    @classmethod
    def solve(cls, kernel: Triangle, targets: Vector, ridge: float) -> "Ridge":
        """Solve for a `kernel`, which is overwritten, and `targets` (n, topics)."""
        _cholesky(kernel, ridge)
        _invert(kernel)
        diagonal = np.zeros(len(targets), np.float32)
        weights = np.zeros_like(targets)
        for rows in kernel:
            stop = rows.shape[1]
            diagonal[:stop] += np.einsum("ij,ij->j", rows, rows)
            weights[:stop] += rows.T @ (rows @ targets[:stop])
        return cls(weights, targets - weights / diagonal[:, None])


def _spans(triangle: Triangle) -> list[slice]:
    return [slice(rows.shape[1] - len(rows), rows.shape[1]) for rows in triangle]


def _cholesky(triangle: Triangle, ridge: float) -> None:
    """Overwrite K with L, L L^T = K + ridge I; the corners above the diagonal become zero."""
    spans = _spans(triangle)
    unscale: list[Vector] = []
    for rows, own in zip(triangle, spans, strict=True):
        for above, span, inverse in zip(triangle, spans, unscale, strict=False):
            left = slice(0, span.start)
            rows[:, span] = (rows[:, span] - rows[:, left] @ above[:, left].T) @ inverse
        left = slice(0, own.start)
        corner = rows[:, own] - rows[:, left] @ rows[:, left].T
        corner[np.diag_indices(len(corner))] += np.float32(ridge)
        rows[:, own] = np.linalg.cholesky(corner)
        unscale.append(np.linalg.inv(rows[:, own]).T)


def _invert(triangle: Triangle) -> None:
    """Overwrite L with its inverse, also lower triangular."""
    spans = _spans(triangle)
    for i, (rows, own) in enumerate(zip(triangle, spans, strict=True)):
        product = np.zeros((len(rows), own.start), np.float32)
        for above, span in zip(triangle[:i], spans, strict=False):
            product[:, : span.stop] += rows[:, span] @ above
        corner = np.linalg.inv(rows[:, own])
        rows[:, : own.start] = -corner @ product
        rows[:, own] = corner
