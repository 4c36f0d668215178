<?php

namespace FrontpadQueue;

/** A way into the queue. Every method throws DoorFailure. */
interface Door
{
    /** @return string|null why it cannot be used on this server; null: nothing speaks against it */
    public function obstacle();

    /**
     * Takes the events of a request, the oldest first.
     *
     * @param array $documents    the orders
     * @param array $lines        the same as JSON, under the same keys
     * @param float $milliseconds how long it may take
     * @return string|null a notice for the log
     */
    public function orders(array $documents, array $lines, float $milliseconds);

    /**
     * @param int $productId 0: not known
     * @return array|null what Frontpad knows of the article, as far as this way can tell
     */
    public function article(string $article, int $productId, float $milliseconds);
}
