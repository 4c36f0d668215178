// The state of each order in Frontpad: a column in the orders of miniShop2, and a tab in the window of an order.
(function () {
    'use strict';

    if (typeof miniShop2 === 'undefined' || !miniShop2.grid || !miniShop2.grid.Orders || !window.FrontpadQueue) {
        return;
    }
    var config = window.FrontpadQueue;
    var encode = Ext.util.Format.htmlEncode;
    var states = {};
    var grid = miniShop2.grid.Orders.prototype;
    var getColumns = grid.getColumns;
    var getListeners = grid.getListeners;

    function badge(id) {
        var state = states[id];
        if (!state) {
            return '';
        }
        return '<span class="frontpadqueue-state frontpadqueue-state-' + encode(state.state) + '" title="' + encode(state.title)
            + '">' + encode(state.label) + '</span>';
    }

    function ask(store) {
        var ids = store.collect('id');
        if (!ids.length) {
            return;
        }
        MODx.Ajax.request({
            url: config.connector,
            params: {action: 'mgr/orders/states', ids: ids.join(',')},
            listeners: {
                success: {
                    fn: function (answer) {
                        Ext.apply(states, answer.object);
                        var shown = Ext.getCmp('minishop2-grid-orders');
                        if (shown && shown.rendered) {
                            shown.getView().refresh();
                        }
                    }
                },
                // The orders are there without it. MODX would show a window.
                failure: {fn: function () { return false; }}
            }
        });
    }

    grid.getColumns = function () {
        var columns = getColumns.apply(this, arguments);
        var place = columns.length;
        for (var i = 0; i < columns.length; i++) {
            if (columns[i].dataIndex === 'status') {
                place = i + 1;
            } else if (columns[i].dataIndex === 'actions' && place === columns.length) {
                place = i;
            }
        }
        columns.splice(place, 0, {
            header: encode(config.words.column), dataIndex: 'id', width: 100, sortable: false, renderer: badge
        });
        return columns;
    };

    grid.getListeners = function () {
        var listeners = getListeners.apply(this, arguments);
        listeners.render = function (shown) {
            // Not at its load: an error of another listener to that keeps later ones from hearing it.
            shown.getStore().on('datachanged', ask);
        };
        return listeners;
    };

    if (!config.mayRead || !miniShop2.window.UpdateOrder) {
        return;
    }
    var orderWindow = miniShop2.window.UpdateOrder.prototype;
    var getTabs = orderWindow.getTabs;

    orderWindow.getTabs = function (windowConfig) {
        var tabs = getTabs.apply(this, arguments);
        tabs.push({
            title: encode(config.words.column),
            hideMode: 'offsets',
            bodyStyle: 'padding: 15px 5px;',
            html: '<p>' + encode(config.words.loading) + '</p>',
            listeners: {
                afterrender: function (tab) {
                    MODx.Ajax.request({
                        url: config.connector,
                        params: {action: 'mgr/orders/story', id: windowConfig.record.id},
                        listeners: {
                            success: {fn: function (answer) { tab.update(answer.object.html); }},
                            failure: {
                                fn: function () {
                                    tab.update('<p>' + encode(config.words.unreadable) + '</p>');
                                    return false;
                                }
                            }
                        }
                    });
                }
            }
        });
        return tabs;
    };
}());
