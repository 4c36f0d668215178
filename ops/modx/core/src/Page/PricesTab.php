<?php

namespace FrontpadQueue\Page;

use FrontpadQueue\Html;
use FrontpadQueue\Shop;

/** The prices of Frontpad beside those of the shop, where they differ. Chosen ones are taken over. */
final class PricesTab extends Tab
{
    const MOST = 500;

    public function permission(): string
    {
        return 'msproduct_save';
    }

    public function actions(): array
    {
        return ['take' => 'msproduct_save'];
    }

    public function html(array $query): string
    {
        $html = '<h1>' . Html::escape($this->say('tab_prices')) . '</h1>';
        $answer = $this->programs->run('frontpad-crm', ['products', '--json', '--wait', '3'], '', 15000.0);
        $list = $answer->json();
        if (!$answer->isDone() || !isset($list['products'])) {
            return $html . $this->problem($answer);
        }
        $html .= Markup::paragraph($this->say('prices_about', ['time' => $this->time(isset($list['fetched_at']) ? $list['fetched_at'] : null)]));
        $rows = [];
        foreach ($this->differences($list['products']) as $id => $product) {
            $box = "<label class=\"check\"><input type=\"checkbox\" name=\"products[]\" value=\"$id\"> " . Html::escape($product['name'])
                . '</label>';
            $rows[] = [$box, Html::escape($product['article']), Html::escape($product['own']), Html::escape($product['price'])];
        }
        if (!$rows) {
            return $html . Markup::paragraph($this->say('prices_none'));
        }
        return $html . $this->form('prices', 'take', Markup::table($this->say('prices_caption'), [$this->say('goods'),
            $this->say('article'), $this->say('price_shop'), $this->say('price_frontpad')], array_slice($rows, 0, self::MOST))
            . Markup::button($this->say('button_take')));
    }

    /** The prices come from Frontpad's list again, and not from the form. */
    public function act(string $action, array $fields): array
    {
        $chosen = isset($fields['products']) && is_array($fields['products']) ? array_filter($fields['products'], 'is_string') : [];
        $answer = $this->programs->run('frontpad-crm', ['products', '--json', '--wait', '3'], '', 15000.0);
        $list = $answer->json();
        if (!$answer->isDone() || !isset($list['products'])) {
            return [false, $this->say('unreadable') . ' ' . $answer->problem()];
        }
        $count = 0;
        $shop = Shop::of($this->modx);
        foreach ($this->differences($list['products']) as $id => $product) {
            if (in_array((string)$id, $chosen, true)) {
                $shop->setPrice($id, $product['price']);
                $count++;
            }
        }
        if ($count > 0) {
            $this->modx->cacheManager->refresh(['resource' => []]);
        }
        return [$count > 0, $this->say($count > 0 ? 'prices_taken' : 'prices_chosen_none', ['count' => $count])];
    }

    /** @return array by the product's id: `name`, `article`, `own`, `price` */
    private function differences(array $products): array
    {
        $prices = [];
        foreach ($products as $product) {
            if (isset($product['article'], $product['price']) && is_numeric($product['price']) && (float)$product['price'] >= 0) {
                $prices[(string)$product['article']] = (string)$product['price'];
            }
        }
        $shop = Shop::of($this->modx);
        $found = [];
        foreach ($shop ? $shop->prices() : [] as $row) {
            $article = trim((string)$row['article']);
            if (isset($prices[$article]) && abs((float)$prices[$article] - (float)$row['price']) >= 0.005) {
                $found[(int)$row['id']] = ['name' => (string)$row['pagetitle'], 'article' => $article,
                    'own' => (string)(float)$row['price'], 'price' => $prices[$article]];
            }
        }
        return $found;
    }
}
