<?php

namespace FrontpadQueue;

/** The articles of products that are saved in the manager. */
final class ProductEvents
{
    private $modx;
    private $shop;
    private $doors;

    public function __construct($modx, Shop $shop, Doors $doors)
    {
        $this->modx = $modx;
        $this->shop = $shop;
        $this->doors = $doors;
    }

    public function handle(string $event, array $parameters)
    {
        if ($event === 'msopOnModificationSave') {
            $row = isset($parameters['modification']) ? $parameters['modification'] : null;
            if (is_object($row)) {
                $this->hand([(string)$row->get('article')], (int)$row->get('rid'));
            }
            return;
        }
        $product = isset($parameters['resource']) ? $parameters['resource'] : null;
        if (!is_object($product) || $product->get('class_key') !== $this->shop->productClass()) {
            return;
        }
        $id = (int)$product->get('id');
        if ($event === 'OnBeforeDocFormSave') {
            $this->warn($id, trim((string)$product->get('article')));
        } else {
            $this->hand(array_merge([(string)$product->get('article')], $this->shop->articlesOf($id)), $id);
        }
    }

    private function hand(array $articles, int $product)
    {
        foreach (array_unique(array_filter(array_map('trim', $articles), 'strlen')) as $article) {
            $this->doors->article((string)$article, $product);
        }
    }

    /** Says it while the product is open. The second save with the same article is the manager's answer. */
    private function warn(int $product, string $article)
    {
        $key = "frontpadqueue.article.$product";
        if ($article === '' || !isset($_SESSION) || (isset($_SESSION[$key]) && $_SESSION[$key] === $article)) {
            unset($_SESSION[$key]);
            return;
        }
        $answer = $this->doors->article($article, $product);
        $state = isset($answer['state']) ? $answer['state'] : '';
        // Of a list that is too old the queue says neither.
        if ($state !== 'unknown' && $state !== 'stopped') {
            return;
        }
        $_SESSION[$key] = $article;
        $this->modx->lexicon->load(Bridge::NAMESPACE_NAME . ':default');
        $this->modx->event->output($this->modx->lexicon("frontpadqueue_article_$state", ['article' => $article]));
    }
}
