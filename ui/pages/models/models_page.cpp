// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/models/models_page.h"

#include "ui/models/job_list_model.h"
#include "ui/models/model_facts.h"
#include "ui/models/preferences.h"
#include "ui/models/wording.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/thin_progress.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace trutina::ui {

using contracts::ModelState;

namespace {

constexpr int kMostTiles = 64;
constexpr int kShortestLength = 128;
constexpr int kLongestLength = 131072;
constexpr int kLengthStep = 1024;

TextLabel* muted(const QString& text = {}) {
    auto* label = new TextLabel(text, TextRole::Label, TextWeight::Regular, ColorRole::MutedText);
    label->setWordWrap(true);
    return label;
}

TextLabel* fieldLabel(const QString& text, QWidget* field) {
    auto* label = new TextLabel(text, TextRole::Label, TextWeight::Medium, ColorRole::MutedText);
    label->setBuddy(field);
    field->setAccessibleName(text);
    return label;
}

void clear(QLayout& layout) {
    while (QLayoutItem* old = layout.takeAt(0)) {
        if (QWidget* widget = old->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete old;
    }
}

void fill(QListWidget& list, TextLabel& title, const QStringList& lines, const QString& words) {
    list.clear();
    list.addItems(lines);
    list.setVisible(!lines.isEmpty());
    title.setVisible(!lines.isEmpty());
    title.setText(words);
}

} // namespace

ModelsPage::ModelsPage(const contracts::Desks& desks, Preferences& preferences, JobListModel& jobs, QWidget* parent)
    : QWidget(parent), m_desks(desks), m_preferences(preferences), m_jobs(jobs) {
    auto* left = new QVBoxLayout;
    left->setSpacing(space::m);
    left->addWidget(buildChoice());
    left->addWidget(buildFacts(), 1);
    auto* right = new QVBoxLayout;
    right->setSpacing(space::m);
    right->addWidget(buildRun());
    right->addStretch(1);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(space::m);
    columns->addLayout(left, 3);
    columns->addLayout(right, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::l, space::l, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(new TextLabel(tr("Models"), TextRole::PageTitle, TextWeight::SemiBold));
    layout->addLayout(columns, 1);

    connect(&m_desks.model, &contracts::ModelDesk::stateChanged, this, &ModelsPage::refreshState);
    connect(&jobs, &JobListModel::currentChanged, this, &ModelsPage::refreshState);
    connect(&preferences.recentModels(), &RecentList::changed, this, &ModelsPage::rebuildRecent);
    rebuildRecent();
    showInspection();
    showDevices();
    refreshState();
    if (!preferences.modelFolder().isEmpty()) {
        m_folder->setText(Wording::path(preferences.modelFolder()));
    }
}

QWidget* ModelsPage::buildChoice() {
    auto* card = new Card;
    card->setTitle(tr("Model folder"));
    QVBoxLayout* column = card->bodyLayout();
    column->setSpacing(space::m);
    column->addWidget(muted(tr("A folder with config.json, the tokenizer and the weights (safetensors or bin). Everything but "
                               "scores works without a model.")));
    m_folder = new QLineEdit;
    m_folder->setPlaceholderText(tr("Choose a folder, or drop one on the window"));
    m_folder->setAccessibleName(tr("Model folder"));
    auto* choose = new QPushButton(tr("Choose…"));
    auto* row = new QHBoxLayout;
    row->setSpacing(space::s);
    row->addWidget(m_folder, 1);
    row->addWidget(choose);
    column->addLayout(row);
    m_recentTitle = new TextLabel(tr("Used before"), TextRole::Label, TextWeight::Medium, ColorRole::MutedText);
    column->addWidget(m_recentTitle);
    m_recent = new QVBoxLayout;
    m_recent->setSpacing(space::xs);
    column->addLayout(m_recent);
    connect(choose, &QPushButton::clicked, this, &ModelsPage::chooseFolder);
    connect(m_folder, &QLineEdit::returnPressed, this, &ModelsPage::inspect);
    return card;
}

QWidget* ModelsPage::buildFacts() {
    auto* card = new Card;
    card->setTitle(tr("What is in it"));
    card->setBodyPadding(0, 0);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(space::l, size::cardPadding, space::l, size::cardPadding);
    column->setSpacing(space::m);
    m_message = new InlineMessage;
    m_untrained = new InlineMessage;
    m_untrained->setClosable(false);
    m_verdict = new TextLabel({}, TextRole::Interface, TextWeight::Medium);
    m_verdict->setWordWrap(true);
    column->addWidget(m_message);
    column->addWidget(m_untrained);
    column->addWidget(m_verdict);
    m_facts = new QGridLayout;
    m_facts->setHorizontalSpacing(space::l);
    m_facts->setVerticalSpacing(space::s);
    m_facts->setColumnStretch(1, 1);
    column->addLayout(m_facts);
    const auto list = [column](const QString& name, TextLabel*& title) {
        title = new TextLabel({}, TextRole::Label, TextWeight::Medium, ColorRole::MutedText);
        auto* widget = new QListWidget;
        widget->setAccessibleName(name);
        widget->setSelectionMode(QAbstractItemView::ExtendedSelection);
        widget->setProperty("framed", true);
        widget->setFont(ui::font(TextRole::Code));
        widget->setMinimumHeight(scaled(size::reportHeight));
        column->addWidget(title);
        column->addWidget(widget);
        return widget;
    };
    m_missing = list(tr("Missing or misshapen tensors"), m_missingTitle);
    m_unexpected = list(tr("Unexpected tensors"), m_unexpectedTitle);
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(content);
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    card->bodyLayout()->addWidget(scroll, 1);
    return card;
}

QWidget* ModelsPage::buildRun() {
    auto* card = new Card;
    card->setTitle(tr("Run"));
    QVBoxLayout* column = card->bodyLayout();
    column->setSpacing(space::m);

    m_state = new TextLabel({}, TextRole::Interface, TextWeight::SemiBold);
    m_stateDetail = muted();
    m_progress = new ThinProgress(tr("Progress of loading"));
    column->addWidget(m_state);
    column->addWidget(m_stateDetail);
    column->addWidget(m_progress);

    m_device = new QComboBox;
    m_deviceReason = muted();
    m_type = new QComboBox;
    for (const auto type : {engine::ComputeType::Automatic, engine::ComputeType::Float32, engine::ComputeType::BFloat16,
                            engine::ComputeType::Float16}) {
        m_type->addItem(Wording::computeType(type), static_cast<int>(type));
    }
    m_type->setCurrentIndex(m_type->findData(static_cast<int>(m_preferences.computeType())));
    m_tiles = new QSpinBox;
    m_tiles->setRange(1, kMostTiles);
    m_tiles->setValue(m_preferences.hdNum());
    m_length = new QSpinBox;
    m_length->setRange(kShortestLength, kLongestLength);
    m_length->setSingleStep(kLengthStep);
    m_length->setGroupSeparatorShown(true);
    m_length->setValue(m_preferences.maxLength());
    for (QSpinBox* box : {m_tiles, m_length}) {
        box->setButtonSymbols(QAbstractSpinBox::NoButtons); // the arrow keys and the wheel step
    }
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::l);
    grid->setVerticalSpacing(space::s);
    grid->setColumnStretch(1, 1);
    int row = 0;
    const auto add = [grid, &row](const QString& label, QWidget* field, QWidget* note = nullptr) {
        grid->addWidget(fieldLabel(label, field), row, 0);
        grid->addWidget(field, row++, 1);
        if (note != nullptr) {
            grid->addWidget(note, row++, 1);
        }
    };
    add(tr("Device"), m_device, m_deviceReason);
    add(tr("Number type"), m_type,
        muted(tr("Automatic takes float32 for small models, and otherwise what this computer does fastest.")));
    add(tr("Most tiles"), m_tiles, muted(tr("Parts into which a picture is cut. More see finer detail and take longer.")));
    add(tr("Longest item"), m_length, muted(tr("Tokens. Longer items are cut at the end, and that is shown.")));
    column->addLayout(grid);
    m_fit = muted();
    column->addWidget(m_fit);

    m_load = new QPushButton(tr("Load"));
    m_load->setProperty("variant", QStringLiteral("go"));
    m_cancel = new QPushButton(tr("Cancel"));
    m_unload = new QPushButton(tr("Unload"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(m_load);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_unload);
    buttons->addStretch(1);
    column->addLayout(buttons);

    connect(m_load, &QPushButton::clicked, this, &ModelsPage::load);
    connect(m_cancel, &QPushButton::clicked, &m_jobs, &JobListModel::cancelCurrent);
    connect(m_unload, &QPushButton::clicked, this, [this] {
        m_preferences.setModelFolder({});
        m_desks.model.unload();
    });
    connect(m_device, &QComboBox::activated, this, [this] {
        if (const engine::DeviceInfo* device = chosenDevice()) {
            m_preferences.setDevice(device->choice);
        } else {
            m_preferences.setDevice({});
        }
        showDevices();
    });
    connect(m_type, &QComboBox::activated, this,
            [this] { m_preferences.setComputeType(static_cast<engine::ComputeType>(m_type->currentData().toInt())); });
    connect(m_tiles, &QSpinBox::valueChanged, &m_preferences, &Preferences::setHdNum);
    connect(m_length, &QSpinBox::valueChanged, &m_preferences, &Preferences::setMaxLength);
    return card;
}

void ModelsPage::chooseFolder() {
    const QString purpose = QStringLiteral("models");
    auto* dialog = new QFileDialog(this, tr("Choose a model folder"), m_preferences.folderFor(purpose));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this, purpose](const QString& folder) {
        m_preferences.setFolderFor(purpose, QFileInfo(folder).absolutePath());
        setFolder(folder);
    });
    dialog->open();
}

void ModelsPage::setFolder(const QString& folder) {
    m_folder->setText(Wording::path(folder));
    inspect();
}

void ModelsPage::inspect() {
    QString folder = QDir::fromNativeSeparators(m_folder->text().trimmed());
    if (folder == QLatin1String("~") || folder.startsWith(QLatin1String("~/"))) {
        folder.replace(0, 1, QDir::homePath());
    }
    m_inspection.reset();
    m_message->hide();
    m_isInspecting = !folder.isEmpty();
    showInspection();
    refreshState();
    if (folder.isEmpty()) {
        return;
    }
    const QString asked = m_folder->text();
    m_desks.model.inspect(folder, this, [this, asked, folder](const contracts::Outcome<engine::ModelInspection>& outcome) {
        if (asked != m_folder->text()) {
            return;
        }
        m_isInspecting = false;
        if (outcome.isProblem()) {
            const contracts::Problem& problem = outcome.problem();
            m_message->showMessage(MessageKind::Bad,
                                   problem.hint.isEmpty() ? problem.message : problem.message + QLatin1Char(' ') + problem.hint,
                                   problem.detail);
        } else if (outcome.isValue()) {
            m_inspection = outcome.value();
            m_preferences.recentModels().add(folder);
        }
        showInspection();
        refreshState();
    });
}

void ModelsPage::showInspection() {
    clear(*m_facts);
    fill(*m_missing, *m_missingTitle, {}, {});
    fill(*m_unexpected, *m_unexpectedTitle, {}, {});
    m_untrained->hide();
    if (!m_inspection) {
        m_verdict->setVisible(m_message->isHidden());
        m_verdict->setColorRole(ColorRole::MutedText);
        m_verdict->setText(m_isInspecting ? tr("Looking into the folder…")
                                          : tr("Choose a folder to see what is in it. Nothing is loaded before you say so."));
        showDevices();
        return;
    }
    const ModelFacts facts(*m_inspection);
    m_verdict->show();
    m_verdict->setColorRole(facts.isLoadable() ? ColorRole::Good : ColorRole::Bad);
    m_verdict->setText(facts.verdict());
    if (!facts.isTrained()) {
        m_untrained->showMessage(MessageKind::Warn, ModelFacts::untrainedNotice());
    }
    int row = 0;
    for (const ModelFacts::Fact& fact : facts.facts()) {
        auto* label = new TextLabel(fact.label, TextRole::Label, TextWeight::Regular, ColorRole::MutedText);
        auto* value = new TextLabel(fact.value);
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_facts->addWidget(label, row, 0, Qt::AlignTop | Qt::AlignLeft);
        m_facts->addWidget(value, row, 1);
        ++row;
    }
    const QStringList missing = facts.missing();
    const QStringList unexpected = facts.unexpected();
    fill(*m_missing, *m_missingTitle, missing,
         tr("%n tensor(s) missing or misshapen", nullptr, static_cast<int>(missing.size())));
    fill(*m_unexpected, *m_unexpectedTitle, unexpected,
         tr("%n unexpected tensor(s), not used", nullptr, static_cast<int>(unexpected.size())));
    showDevices();
}

void ModelsPage::readDevices() {
    m_desks.model.devices(this, [this](const contracts::Outcome<std::vector<engine::DeviceInfo>>& outcome) {
        if (outcome.isValue()) {
            m_deviceList = outcome.value();
            showDevices();
        } else if (outcome.isProblem()) {
            m_message->showMessage(MessageKind::Bad, outcome.problem().message + QLatin1Char(' ') + outcome.problem().hint,
                                   outcome.problem().detail);
        }
    });
}

const engine::DeviceInfo* ModelsPage::chosenDevice() const {
    const int index = m_device->currentIndex() - 1; // the first entry is "automatic"
    return index >= 0 && index < static_cast<int>(m_deviceList.size()) ? &m_deviceList[static_cast<std::size_t>(index)] : nullptr;
}

void ModelsPage::showDevices() {
    const engine::DeviceChoice wanted = m_preferences.device();
    m_device->clear();
    m_device->addItem(tr("Automatic"));
    QStringList reasons;
    qint64 free = 0;
    for (const engine::DeviceInfo& device : m_deviceList) {
        const QString name = QString::fromStdString(device.name);
        m_device->addItem(name.isEmpty() ? Wording::device(device.choice)
                                         : tr("%1: %2").arg(Wording::device(device.choice), name));
        const int index = m_device->count() - 1;
        if (!device.available) {
            auto* items = qobject_cast<QStandardItemModel*>(m_device->model());
            items->item(index)->setEnabled(false);
            reasons.append(QString::fromStdString(device.reason));
        } else if (device.choice == wanted) {
            m_device->setCurrentIndex(index);
        }
        if (device.choice.kind == engine::DeviceKind::Cpu && free == 0) {
            free = device.freeBytes;
        }
    }
    if (const engine::DeviceInfo* device = chosenDevice()) {
        free = device->freeBytes;
    }
    m_deviceReason->setText(reasons.join(QLatin1Char(' ')));
    m_deviceReason->setVisible(!reasons.isEmpty());
    m_fit->setVisible(m_inspection.has_value());
    if (m_inspection) {
        const ModelFacts facts(*m_inspection);
        m_fit->setText(facts.fitSentence(free));
        m_fit->setColorRole(facts.fit(free) == ModelFacts::Fit::TooBig  ? ColorRole::Bad
                            : facts.fit(free) == ModelFacts::Fit::Tight ? ColorRole::Warn
                                                                        : ColorRole::MutedText);
    }
}

void ModelsPage::rebuildRecent() {
    clear(*m_recent);
    const QList<RecentList::Entry> entries = m_preferences.recentModels().entries().mid(0, 4);
    m_recentTitle->setVisible(!entries.isEmpty());
    for (const RecentList::Entry& entry : entries) {
        auto* row = new QWidget;
        auto* layout = new QHBoxLayout(row);
        layout->setContentsMargins({});
        auto* use = new QPushButton(QFileInfo(entry.path).fileName());
        use->setEnabled(entry.isPresent);
        use->setToolTip(entry.path);
        auto* place = new ElidedLabel(entry.isPresent ? entry.folder : tr("not there: %1").arg(entry.folder), TextRole::Label,
                                      TextWeight::Regular, ColorRole::MutedText);
        layout->addWidget(use);
        layout->addWidget(place, 1);
        m_recent->addWidget(row);
        connect(use, &QPushButton::clicked, this, [this, path = entry.path] { setFolder(path); });
    }
}

void ModelsPage::load() {
    if (!m_inspection || !m_inspection->isComplete()) {
        return;
    }
    QString folder = QDir::fromNativeSeparators(m_folder->text().trimmed());
    if (folder.startsWith(QLatin1String("~/"))) {
        folder.replace(0, 1, QDir::homePath());
    }
    engine::LoadOptions options;
    options.directory = folder.toStdString();
    const engine::DeviceInfo* device = chosenDevice();
    options.device = device == nullptr ? engine::DeviceChoice{} : device->choice;
    options.computeType = static_cast<engine::ComputeType>(m_type->currentData().toInt());
    m_message->hide();
    m_desks.model.load(options, this, [this, folder](const contracts::Outcome<engine::ModelInfo>& outcome) {
        if (outcome.isValue()) {
            m_preferences.setModelFolder(folder);
        }
        refreshState();
    });
    refreshState();
}

void ModelsPage::refreshState() {
    const ModelState state = m_desks.model.state();
    const auto info = m_desks.model.model();
    const auto job = m_jobs.current();
    const bool isLoading = state == ModelState::Loading;
    m_progress->setVisible(isLoading);
    m_progress->setFraction(isLoading && job ? job->fraction : -1);
    m_cancel->setVisible(isLoading);
    m_unload->setVisible(state == ModelState::Ready);
    m_load->setVisible(!isLoading);
    m_load->setText(state == ModelState::Ready ? tr("Load again") : tr("Load"));
    m_load->setEnabled(m_inspection && m_inspection->isComplete());
    m_load->setToolTip(m_load->isEnabled() ? QString() : tr("Choose a complete model folder first."));
    switch (state) {
    case ModelState::None:
        m_state->setText(tr("No model is loaded"));
        m_stateDetail->setText(tr("Scores are off. Votes, import and export work as always."));
        break;
    case ModelState::Loading:
        m_state->setText(tr("Loading…"));
        m_stateDetail->setText(job ? job->stage : QString());
        break;
    case ModelState::Ready:
        if (info) {
            m_state->setText(tr("%1 is ready on %2").arg(QString::fromStdString(info->name), Wording::device(info->device)));
            QString detail = tr("Computes in %1. %2")
                                 .arg(QString::fromStdString(info->computeType), QString::fromStdString(info->computeTypeReason));
            if (!info->inspection.trained) {
                detail += QLatin1Char('\n') + ModelFacts::untrainedNotice();
            }
            m_stateDetail->setText(detail.trimmed());
        }
        break;
    case ModelState::Failed: {
        const auto problem = m_desks.model.problem().value_or(contracts::Problem{});
        m_state->setText(tr("The model could not be loaded"));
        m_stateDetail->setText(problem.message + QLatin1Char(' ') + problem.hint);
        m_stateDetail->setToolTip(problem.detail);
        break;
    }
    }
    m_state->setColorRole(state == ModelState::Failed ? ColorRole::Bad : ColorRole::Text);
}

} // namespace trutina::ui
