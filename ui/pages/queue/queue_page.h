// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/desks.h"
#include "ui/contracts/project_desk.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QButtonGroup;
class QLineEdit;
class QPushButton;
class QSplitter;
class QStackedLayout;
class QTableView;

namespace trutina::ui {

class Card;
class Chip;
class EmptyState;
class InlineMessage;
class ItemPreview;
class ItemTableModel;
class Preferences;

/// All items as a table with filters, and the chosen one beside it.
class QueuePage : public QWidget {
    Q_OBJECT
  public:
    QueuePage(const contracts::Desks& desks, Preferences& preferences, QWidget* parent = nullptr);

    [[nodiscard]] storage::ItemId currentItem() const;
    [[nodiscard]] std::vector<storage::ItemId> selectedItems() const;
    void showItem(storage::ItemId item); ///< selects it when it is among the rows
    /// Narrows the list to these items, of whatever progress, and says why: `words` is what they have in common.
    void showOnly(const std::vector<storage::ItemId>& items, const QString& words);
    void showAll();
    [[nodiscard]] InlineMessage& message() const { return *m_message; }
    void focusSearch();
    void focusTable();
    [[nodiscard]] ItemTableModel& model() const { return *m_model; }

  Q_SIGNALS:
    void openRequested(trutina::storage::ItemId item);
    void editRequested(trutina::storage::ItemId item);
    void removeRequested(const std::vector<trutina::storage::ItemId>& items);
    void newItemRequested();
    void importRequested();
    void scoreAllRequested();
    void currentChanged();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void refreshCounts();
    void refreshEmptyState();
    void applySizes();
    void showColumnsThatFit();
    void keepSelection();
    void restoreSelection();

    contracts::Desks m_desks;
    Preferences& m_preferences;
    ItemTableModel* m_model;
    QTableView* m_table;
    QLineEdit* m_search;
    QPushButton* m_scoreAll;
    QList<Chip*> m_chips;
    EmptyState* m_empty;
    InlineMessage* m_message;
    ItemPreview* m_preview;
    QStackedLayout* m_stack;
    QTimer m_searchSoon;
    std::int64_t m_keptItem = 0;
};

} // namespace trutina::ui
