// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/queue/queue_page.h"

#include "ui/contracts/model_desk.h"
#include "ui/models/item_table_model.h"
#include "ui/models/preferences.h"
#include "ui/models/wording.h"
#include "ui/pages/queue/item_delegate.h"
#include "ui/pages/queue/item_preview.h"
#include "ui/style/icons.h"
#include "ui/style/page_sizes.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"

#include <QAction>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

namespace trutina::ui {

using storage::ItemProgress;

namespace {

constexpr int kSearchDelay = 200;
constexpr auto kSplitterState = "queue.splitter";
const QList<ItemProgress> kFilters = {ItemProgress::All, ItemProgress::Open, ItemProgress::Decided, ItemProgress::Skipped,
                                      ItemProgress::Flagged};

} // namespace

QueuePage::QueuePage(const contracts::Desks& desks, Preferences& preferences, QWidget* parent)
    : QWidget(parent),
      m_desks(desks),
      m_preferences(preferences),
      m_model(new ItemTableModel(desks.project, this)),
      m_table(new QTableView),
      m_search(new QLineEdit),
      m_scoreAll(new QPushButton(tr("Score all"))),
      m_empty(new EmptyState("list", {}, {})),
      m_message(new InlineMessage),
      m_preview(new ItemPreview(desks, preferences)),
      m_stack(new QStackedLayout) {
    auto* head = new QHBoxLayout;
    head->setSpacing(space::s);
    head->addWidget(new TextLabel(tr("Queue"), TextRole::PageTitle, TextWeight::SemiBold));
    head->addSpacing(space::s);
    auto* group = new QButtonGroup(this);
    for (int i = 0; i < kFilters.size(); ++i) {
        auto* chip = new Chip({});
        chip->setCheckable(true);
        chip->setChecked(i == 0);
        group->addButton(chip, i);
        head->addWidget(chip);
        m_chips.append(chip);
    }
    head->addStretch(1);
    head->addWidget(m_scoreAll);
    m_search->setPlaceholderText(tr("Search prompts and answers"));
    m_search->setAccessibleName(tr("Search prompts and answers"));
    m_search->setClearButtonEnabled(true);
    auto* glass = m_search->addAction(icon("search"), QLineEdit::LeadingPosition);
    head->addWidget(m_search);

    m_table->setModel(m_model);
    m_table->setItemDelegate(new ItemDelegate(m_table));
    m_table->setAccessibleName(tr("Items"));
    m_table->setProperty("inCard", true);
    m_table->viewport()->setAutoFillBackground(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionsClickable(false);
    m_table->horizontalHeader()->setSectionResizeMode(ItemTableModel::PromptColumn, QHeaderView::Stretch);
    m_table->installEventFilter(this);

    auto* tableCard = new Card;
    tableCard->setBodyPadding(0, 0);
    auto* tableHost = new QWidget;
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    tableHost->setLayout(m_stack);
    tableCard->bodyLayout()->addWidget(tableHost);
    auto* splitter = new QSplitter(Qt::Horizontal);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(space::m);
    splitter->addWidget(tableCard);
    splitter->addWidget(m_preview);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 0);
    splitter->setSizes({scaled(size::windowWidth - size::rail - size::sideCard), scaled(size::sideCard)});
    const QByteArray state = preferences.viewState(QString::fromLatin1(kSplitterState));
    if (!state.isEmpty()) {
        splitter->restoreState(state);
    }
    connect(splitter, &QSplitter::splitterMoved, this,
            [this, splitter] { m_preferences.setViewState(QString::fromLatin1(kSplitterState), splitter->saveState()); });

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::l, space::l, space::l);
    layout->setSpacing(space::m);
    layout->addLayout(head);
    layout->addWidget(m_message);
    layout->addWidget(splitter, 1);

    connect(group, &QButtonGroup::idClicked, this, [this](int id) { m_model->setProgress(kFilters.at(id)); });
    m_searchSoon.setSingleShot(true);
    m_searchSoon.setInterval(kSearchDelay);
    connect(m_search, &QLineEdit::textChanged, &m_searchSoon, qOverload<>(&QTimer::start));
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        m_searchSoon.stop();
        m_model->setText(m_search->text());
        m_table->setFocus();
    });
    connect(&m_searchSoon, &QTimer::timeout, this, [this] { m_model->setText(m_search->text()); });
    connect(m_model, &ItemTableModel::aboutToRead, this, &QueuePage::keepSelection);
    connect(m_model, &ItemTableModel::read, this, &QueuePage::restoreSelection);
    connect(m_model, &ItemTableModel::modelReset, this, &QueuePage::refreshEmptyState);
    connect(m_model, &ItemTableModel::rowsRemoved, this, &QueuePage::refreshEmptyState);
    connect(m_model, &ItemTableModel::failed, this,
            [this](const contracts::Problem& problem) { m_message->showProblem(problem); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        m_preview->setItem(currentItem());
        Q_EMIT currentChanged();
    });
    connect(m_table, &QTableView::doubleClicked, this, [this] { Q_EMIT openRequested(currentItem()); });
    connect(m_preview, &ItemPreview::openRequested, this, [this] { Q_EMIT openRequested(currentItem()); });
    connect(m_preview, &ItemPreview::editRequested, this, [this] { Q_EMIT editRequested(currentItem()); });
    connect(m_preview, &ItemPreview::removeRequested, this, [this] { Q_EMIT removeRequested(selectedItems()); });
    connect(m_scoreAll, &QPushButton::clicked, this, &QueuePage::scoreAllRequested);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        const auto project = m_desks.project.project();
        if (project && project->counts.all > 0) {
            showAll();
            m_search->clear();
            m_chips.first()->click();
        } else {
            Q_EMIT newItemRequested();
        }
    });
    connect(m_empty, &EmptyState::secondActionTriggered, this, &QueuePage::importRequested);
    connect(&desks.project, &contracts::ProjectDesk::projectOpened, this, &QueuePage::showAll);
    connect(&desks.project, &contracts::ProjectDesk::projectOpened, this, &QueuePage::refreshCounts);
    connect(&desks.project, &contracts::ProjectDesk::projectChanged, this, &QueuePage::refreshCounts);
    connect(&desks.project, &contracts::ProjectDesk::projectClosed, this, &QueuePage::refreshCounts);
    connect(&desks.model, &contracts::ModelDesk::stateChanged, this, &QueuePage::refreshCounts);
    connect(&Theme::instance(), &Theme::changed, this, [this, glass] {
        glass->setIcon(icon("search"));
        applySizes();
    });
    applySizes();
    refreshCounts();
    refreshEmptyState();
}

void QueuePage::applySizes() {
    m_search->setFixedWidth(scaled(size::searchField));
    m_table->verticalHeader()->setDefaultSectionSize(scaled(size::tableRow));
    const auto width = [this](int column, int pixels) { m_table->setColumnWidth(column, scaled(pixels)); };
    width(ItemTableModel::NumberColumn, size::numberColumn);
    width(ItemTableModel::MediaColumn, size::mediaColumn);
    width(ItemTableModel::AnswersColumn, size::answersColumn);
    width(ItemTableModel::VoteColumn, size::voteColumn);
    width(ItemTableModel::ModelColumn, size::modelColumn);
    width(ItemTableModel::MarginColumn, size::marginColumn);
    width(ItemTableModel::FlagColumn, size::flagColumn);
    showColumnsThatFit();
}

/// The prompt is what an item is known by, so the other columns give way to it, the least telling ones first.
void QueuePage::showColumnsThatFit() {
    int room = m_table->viewport()->width() - scaled(size::minimumPrompt);
    const std::initializer_list<std::pair<int, int>> columns = {
        {ItemTableModel::NumberColumn, size::numberColumn},   {ItemTableModel::VoteColumn, size::voteColumn},
        {ItemTableModel::ModelColumn, size::modelColumn},     {ItemTableModel::FlagColumn, size::flagColumn},
        {ItemTableModel::AnswersColumn, size::answersColumn}, {ItemTableModel::MediaColumn, size::mediaColumn},
        {ItemTableModel::MarginColumn, size::marginColumn}};
    for (const auto& [column, width] : columns) {
        room -= scaled(width);
        m_table->setColumnHidden(column, room < 0);
    }
}

void QueuePage::refreshCounts() {
    const auto project = m_desks.project.project();
    const storage::ItemCounts counts = project ? project->counts : storage::ItemCounts{};
    const QStringList names = {tr("All %1"), tr("Open %1"), tr("Decided %1"), tr("Skipped %1"), tr("Flagged %1")};
    const QList<int> numbers = {counts.all, counts.open, counts.decided, counts.skipped, counts.flagged};
    for (int i = 0; i < m_chips.size(); ++i) {
        m_chips.at(i)->setText(names.at(i).arg(Wording::count(numbers.at(i))));
    }
    const bool hasModel = m_desks.model.state() == contracts::ModelState::Ready;
    m_scoreAll->setEnabled(hasModel && counts.all > 0);
    m_scoreAll->setToolTip(hasModel
                               ? tr("Scores every item that has no score by this model yet. Scores stay closed until you vote.")
                               : tr("Load a model on the Models page first."));
    refreshEmptyState();
}

void QueuePage::refreshEmptyState() {
    const auto project = m_desks.project.project();
    const bool isEmpty = m_model->rowCount() == 0 && !m_model->isReading();
    m_stack->setCurrentIndex(isEmpty ? 1 : 0);
    if (!isEmpty) {
        return;
    }
    m_preview->setItem({});
    if (project && project->counts.all > 0) {
        m_empty->setTexts(tr("No item matches"), m_search->text().isEmpty()
                                                     ? tr("There is none of this kind right now.")
                                                     : tr("No prompt or answer holds “%1”.").arg(m_search->text()));
        m_empty->setActionText(tr("Show all items"));
        m_empty->setSecondActionText({});
    } else {
        m_empty->setTexts(tr("The queue is empty"),
                          tr("Items wait here to be compared: a prompt, its pictures and two to nine answers."));
        m_empty->setActionText(tr("New item…"));
        m_empty->setSecondActionText(tr("Import…"));
    }
}

storage::ItemId QueuePage::currentItem() const {
    const storage::ItemSummary* row = m_model->summary(m_table->currentIndex().row());
    return row == nullptr ? storage::ItemId{} : row->id;
}

std::vector<storage::ItemId> QueuePage::selectedItems() const {
    std::vector<storage::ItemId> items;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) {
        items.push_back({index.data(ItemTableModel::ItemIdRole).toLongLong()});
    }
    return items;
}

void QueuePage::showItem(storage::ItemId item) {
    m_keptItem = item.value;
    const int row = m_model->rowOf(item);
    if (row >= 0) {
        m_table->selectRow(row);
        m_table->scrollTo(m_model->index(row, 0));
    }
}

void QueuePage::showOnly(const std::vector<storage::ItemId>& items, const QString& words) {
    if (items.empty()) {
        return;
    }
    m_search->clear();
    m_searchSoon.stop();
    m_model->setText({});
    m_chips.first()->setChecked(true);
    m_model->setProgress(ItemProgress::All);
    m_model->setOnly(items);
    m_message->setAction(tr("Show all items"), [this] { showAll(); });
    m_message->setClosable(false); // it says why items are missing
    m_message->showMessage(MessageKind::Info,
                           tr("%1: the list shows %n item(s) alone.", nullptr, static_cast<int>(items.size())).arg(words));
}

void QueuePage::showAll() {
    m_message->hide();
    m_message->setAction({}, {});
    m_message->setClosable(true);
    m_model->setOnly({});
}

void QueuePage::focusSearch() {
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void QueuePage::focusTable() {
    m_table->setFocus(Qt::OtherFocusReason);
}

void QueuePage::keepSelection() {
    const storage::ItemId item = currentItem();
    if (item.isValid()) {
        m_keptItem = item.value;
    }
}

void QueuePage::restoreSelection() {
    refreshEmptyState();
    if (m_table->currentIndex().isValid() || m_model->rowCount() == 0) {
        return;
    }
    const int row = m_model->rowOf({m_keptItem});
    m_table->selectRow(row >= 0 ? row : 0);
}

bool QueuePage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table && event->type() == QEvent::Resize) {
        QTimer::singleShot(0, this, &QueuePage::showColumnsThatFit);
    }
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && key->modifiers() == Qt::NoModifier &&
            currentItem().isValid()) {
            Q_EMIT openRequested(currentItem());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace trutina::ui
