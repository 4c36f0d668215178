<?php

namespace FrontpadQueue\Page;

use FrontpadQueue\Html;

/** The articles that Frontpad does not have. */
final class ArticlesTab extends Tab
{
    const MOST = 200;

    public function html(array $query): string
    {
        $html = '<h1>' . Html::escape($this->say('tab_articles')) . '</h1>' . Markup::paragraph($this->say('articles_about'));
        $answer = $this->programs->run('frontpad-queue', ['articles', '--unknown', '--json', '--limit', (string)self::MOST]);
        if (!$answer->isDone()) {
            return $html . $this->problem($answer);
        }
        $rows = [];
        $manager = Html::escape($this->modx->getOption('manager_url', null, '/manager/'));
        foreach ($answer->json() as $row) {
            $product = isset($row['product_id']) ? (int)$row['product_id'] : 0;
            $rows[] = [
                Html::escape($row['article']),
                $product ? Markup::link("{$manager}?a=resource/update&amp;id=$product", $this->say('product', ['id' => $product])) : '',
                Html::escape($this->time($row['changed_at'])),
                Html::escape($this->time($row['checked_at'])),
            ];
        }
        return $html . ($rows ? Markup::table($this->say('articles_caption'), [$this->say('article'), $this->say('where'),
            $this->say('saved'), $this->say('checked')], $rows) : Markup::paragraph($this->say('articles_none')));
    }
}
