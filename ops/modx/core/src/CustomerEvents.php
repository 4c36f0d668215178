<?php

namespace FrontpadQueue;

/** What happens in the basket: stopped products are refused, and points are entered by the server. The owner switches on each. */
final class CustomerEvents
{
    const EVENTS = ['msOnBeforeAddToCart', 'msOnAddToCart', 'msOnSubmitOrder', 'msOnBeforeCreateOrder'];
    /** In milliseconds, after the answer has left, or before where PHP cannot do that. */
    const PATIENCE_AFTER = 8000.0;
    const PATIENCE_BEFORE = 300.0;

    private $modx;
    private $shop;
    private $programs;
    private $stops;

    public function __construct($modx, Shop $shop, Programs $programs, StopList $stops)
    {
        $this->modx = $modx;
        $this->shop = $shop;
        $this->programs = $programs;
        $this->stops = $stops;
    }

    public function handle(string $event, array $parameters)
    {
        if ($event === 'msOnBeforeAddToOrder') {
            $this->keepWish($parameters);
        } elseif ($event === 'msOnBeforeCreateOrder') {
            if ($this->isOn('frontpadqueue_points')) {
                $this->enterPoints($parameters);
            }
        } elseif ($this->isOn('frontpadqueue_stops')) {
            if ($event === 'msOnAddToCart') {
                $this->refreshLater();
            } elseif ($event === 'msOnSubmitOrder') {
                $this->refuse($this->cartOf($parameters));
            } elseif (isset($parameters['product']) && is_object($parameters['product'])) {
                $options = isset($parameters['options']) ? $parameters['options'] : [];
                $this->refuse([['product_id' => (int)$parameters['product']->get('id'), 'options' => $options]]);
            }
        }
    }

    private function refuse(array $lines)
    {
        $stopped = $this->stops->articles(StopList::REFUSES);
        $names = [];
        foreach ($stopped && $lines ? $this->shop->articlesInCart($lines) : [] as $line) {
            foreach ($line['articles'] as $article) {
                if (isset($stopped[$article])) {
                    $names[] = '«' . $line['name'] . '»';
                }
            }
        }
        if ($names) {
            $this->modx->lexicon->load(Bridge::NAMESPACE_NAME . ':form');
            $this->modx->event->output($this->modx->lexicon('frontpadqueue_form_stopped',
                ['names' => Html::escape(implode(', ', array_unique($names)))]));
        }
    }

    /** Something that a customer did. The next customers profit by the answer. */
    private function refreshLater()
    {
        if (!$this->stops->isDue()) {
            return;
        }
        register_shutdown_function(function () {
            $isAfter = function_exists('fastcgi_finish_request');
            if ($isAfter) {
                session_write_close();
                fastcgi_finish_request();
            }
            $this->stops->refresh($isAfter ? self::PATIENCE_AFTER : self::PATIENCE_BEFORE);
        });
    }

    /** A basket in the database (miniShop2 4) forgets fields that the address does not have. */
    private function keepWish(array $parameters)
    {
        $value = isset($parameters['value']) ? $parameters['value'] : null;
        if (isset($parameters['key'], $_SESSION) && $parameters['key'] === BuyerPoints::FIELD && is_scalar($value)
            && $this->isOn('frontpadqueue_points')) {
            $_SESSION[BuyerPoints::WANTED] = substr((string)$value, 0, 20);
        }
    }

    private function enterPoints(array $parameters)
    {
        $order = isset($parameters['msOrder']) ? $parameters['msOrder'] : null;
        $handler = isset($parameters['order']) ? $parameters['order'] : null;
        if (!is_object($order) || !is_object($handler)) {
            return;
        }
        $entered = (array)$handler->get();
        $wanted = isset($entered[BuyerPoints::FIELD]) ? $entered[BuyerPoints::FIELD] : 0;
        if (isset($_SESSION[BuyerPoints::WANTED])) {
            $wanted = $_SESSION[BuyerPoints::WANTED];
            unset($_SESSION[BuyerPoints::WANTED]);
        }
        $phone = isset($entered['phone']) && is_scalar($entered['phone']) ? (string)$entered['phone'] : '';
        $score = (new BuyerPoints($this->modx, $this->programs))->spend($wanted, (float)$order->get('cart_cost'), $phone);
        $properties = Json::decode($order->get('properties'));
        if ($score > 0 || isset($properties[BuyerPoints::PROPERTY])) {
            unset($properties[BuyerPoints::PROPERTY]);
            $order->set('properties', $score > 0 ? [BuyerPoints::PROPERTY => $score] + $properties : $properties);
        }
    }

    private function cartOf(array $parameters): array
    {
        $handler = isset($parameters['order']) ? $parameters['order'] : null;
        $cart = is_object($handler) && isset($handler->ms2->cart) ? $handler->ms2->cart->get() : [];
        $lines = [];
        foreach ((array)$cart as $line) {
            if (isset($line['id'])) {
                $lines[] = ['product_id' => (int)$line['id'], 'options' => isset($line['options']) ? $line['options'] : []];
            }
        }
        return $lines;
    }

    private function isOn(string $setting): bool
    {
        return (bool)(int)$this->modx->getOption($setting, null, 0);
    }
}
