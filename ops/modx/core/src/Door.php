<?php

namespace FrontpadQueue;

/** A way into the queue. What it takes is on the disk when it returns. Every method throws DoorFailure. */
interface Door
{
    /** @return string|null why it cannot be used on this server; null: nothing speaks against it */
    public function obstacle();

    /**
     * @param array  $document     the order
     * @param string $json         the same as JSON
     * @param float  $milliseconds how long it may take
     * @return string|null a notice for the log
     */
    public function order(array $document, string $json, float $milliseconds);

    /**
     * @param int $productId 0: not known
     * @return array|null what Frontpad knows of the article, as far as this way can tell
     */
    public function article(string $article, int $productId, float $milliseconds);
}
