// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/models/models_page.h"

#include "ui/contracts/file_path.h"
#include "ui/models/demo_model.h"
#include "ui/models/job_list_model.h"
#include "ui/models/model_facts.h"
#include "ui/models/plan_facts.h"
#include "ui/models/preferences.h"
#include "ui/models/wording.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/folder_chooser.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/memory_bar.h"
#include "ui/widgets/scroll_column.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/thin_progress.h"
#include "ui/widgets/wrapped_label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <memory>
#include <vector>

namespace trutina::ui {

using contracts::ModelState;

namespace {

constexpr int kMostTiles = 64;
constexpr int kShortestLength = 128;
constexpr int kLongestLength = 131072;
constexpr int kLengthStep = 1024;

TextLabel* muted(const QString& text = {}) {
    return new WrappedLabel(text);
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

/// A spot in the tone of a part of the memory bar.
class Swatch : public QWidget {
  public:
    explicit Swatch(int part) : m_part(part) { setFixedSize(scaled(size::dot), scaled(size::dot)); }

  protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(MemoryBar::tone(m_part));
        painter.drawEllipse(rect());
    }

  private:
    int m_part;
};

void addFact(QGridLayout& grid, int row, const ModelFacts::Fact& fact) {
    auto* label = new TextLabel(fact.label, TextRole::Label, TextWeight::Regular, ColorRole::MutedText);
    auto* value = new TextLabel(fact.value);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    grid.addWidget(label, row, 0, Qt::AlignTop | Qt::AlignLeft);
    grid.addWidget(value, row, 1);
}

QGridLayout* factGrid() {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::l);
    grid->setVerticalSpacing(space::s);
    grid->setColumnStretch(1, 1);
    return grid;
}

void fill(QListWidget& list, TextLabel& title, const QStringList& lines, const QString& words) {
    list.clear();
    list.addItems(lines);
    list.setVisible(!lines.isEmpty());
    title.setVisible(!lines.isEmpty());
    title.setText(words);
}

} // namespace

ModelsPage::ModelsPage(const contracts::Desks& desks, Preferences& preferences, JobListModel& jobs, const DemoModel& demo,
                       QWidget* parent)
    : QWidget(parent), m_desks(desks), m_preferences(preferences), m_jobs(jobs), m_demo(demo) {
    auto* left = new QVBoxLayout;
    left->setSpacing(space::m);
    left->addWidget(buildChoice());
    left->addWidget(buildFacts(), 1);
    left->addWidget(buildPlan());
    auto* rightContent = new QWidget;
    auto* right = new QVBoxLayout(rightContent);
    right->setContentsMargins({});
    right->setSpacing(space::m);
    right->addWidget(buildRun());
    right->addStretch(1);
    QScrollArea* const rightScroll = scrollColumn(rightContent);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(space::m);
    columns->addLayout(left, 3);
    columns->addWidget(rightScroll, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::l, space::l, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(new TextLabel(tr("Models"), TextRole::PageTitle, TextWeight::SemiBold));
    layout->addLayout(columns, 1);

    connect(&m_desks.model, &contracts::ModelDesk::stateChanged, this, [this](ModelState state) {
        if (state == ModelState::None || state == ModelState::Failed) {
            m_isChoiceLoaded = false;
        }
        refreshState();
        refreshPlan();
    });
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
    m_facts = factGrid();
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
    card->bodyLayout()->addWidget(scrollColumn(content), 1);
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
    m_eightBits = new QCheckBox(tr("Weights in 8 bits"));
    m_eightBits->setChecked(m_preferences.int8Weights());
    m_frameLabels = new QCheckBox(tr("Number the frames"));
    m_frameLabels->setChecked(m_preferences.frameLabels());
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
    grid->addWidget(m_eightBits, row++, 1);
    grid->addWidget(
        muted(
            tr("On the CPU only. About half the memory. Scores change a little, so close answers may change places; such scores "
               "are kept apart from others.")),
        row++, 1);
    add(tr("Most tiles"), m_tiles, muted(tr("Parts into which a picture is cut. More see finer detail and take longer.")));
    add(tr("Longest item"), m_length, muted(tr("Tokens. Longer items are cut at the end, and that is shown.")));
    grid->addWidget(fieldLabel(tr("Videos"), m_frameLabels), row, 0);
    grid->addWidget(m_frameLabels, row++, 1);
    m_frameLabels->setAccessibleName(tr("Number the frames of videos"));
    grid->addWidget(muted(tr("The model was trained on sheets of frames with their numbers above them.")), row++, 1);
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
        onChoiceChanged();
    });
    connect(m_type, &QComboBox::activated, this, [this] {
        m_preferences.setComputeType(static_cast<engine::ComputeType>(m_type->currentData().toInt()));
        onChoiceChanged();
    });
    connect(m_eightBits, &QCheckBox::toggled, this, [this](bool on) {
        m_preferences.setInt8Weights(on);
        m_type->setEnabled(!on);
        onChoiceChanged();
    });
    connect(m_frameLabels, &QCheckBox::toggled, &m_preferences, &Preferences::setFrameLabels);
    connect(m_tiles, &QSpinBox::valueChanged, this, [this](int tiles) {
        m_preferences.setHdNum(tiles);
        onChoiceChanged();
    });
    connect(m_length, &QSpinBox::valueChanged, &m_preferences, &Preferences::setMaxLength);
    return card;
}

QWidget* ModelsPage::buildPlan() {
    m_planCard = new Card;
    m_planCard->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_planCard->setTitle(tr("Memory"));
    QVBoxLayout* column = m_planCard->bodyLayout();
    column->setSpacing(space::m);
    m_planVerdict = new WrappedLabel({}, TextRole::Interface, TextWeight::Medium, ColorRole::Text);
    m_planBar = new MemoryBar;
    m_planParts = new QGridLayout;
    m_planParts->setHorizontalSpacing(space::s);
    m_planParts->setVerticalSpacing(space::xs);
    m_planParts->setColumnStretch(1, 1);
    m_planFacts = factGrid();
    m_planFacts->setVerticalSpacing(space::xs);
    m_planNotes = muted();
    m_planOthers = new WrappedLabel({}, TextRole::Interface, TextWeight::Regular, ColorRole::Text);
    column->addWidget(m_planVerdict);
    column->addWidget(m_planBar);
    column->addWidget(m_planOthers);
    auto* halves = new QHBoxLayout;
    halves->setSpacing(space::xxl);
    halves->addLayout(m_planParts, 1);
    halves->addLayout(m_planFacts, 1);
    column->addLayout(halves);
    column->addWidget(m_planNotes);
    m_planCard->hide();
    return m_planCard;
}

void ModelsPage::onChoiceChanged() {
    m_isChoiceLoaded = false;
    refreshPlan();
}

/// The plan of the loaded model while it is what is chosen; otherwise that of the next load.
void ModelsPage::refreshPlan() {
    const quint64 number = ++m_planNumber;
    if (const auto plan = m_desks.model.plan(); plan && m_isChoiceLoaded) {
        showPlan(*plan, true);
        return;
    }
    if (!m_inspection || !m_inspection->isComplete()) {
        m_planCard->hide();
        return;
    }
    const engine::LoadOptions options = chosenOptions();
    m_desks.model.planMemory(options, PlanFacts::workload(*m_inspection, m_preferences.hdNum()), this,
                             [this, number, options](const contracts::Outcome<engine::MemoryPlan>& outcome) {
                                 if (number != m_planNumber) {
                                     return;
                                 }
                                 m_planCard->setVisible(outcome.isValue());
                                 m_fit->setVisible(!outcome.isValue() && m_inspection.has_value());
                                 if (outcome.isValue()) {
                                     showPlan(outcome.value(), false);
                                     if (!outcome.value().fits) {
                                         tryOtherPlans(options);
                                     }
                                 }
                             });
}

void ModelsPage::showPlan(const engine::MemoryPlan& plan, bool isLoaded) {
    const PlanFacts facts(plan);
    m_planCard->show();
    m_fit->hide();
    m_planCard->setTitle(isLoaded ? tr("Memory, as loaded") : tr("Memory, when loaded"));
    m_planVerdict->setText(isLoaded ? tr("Planned for about %1.").arg(Wording::bytes(facts.neededBytes())) : facts.verdict());
    m_planVerdict->setColorRole(facts.fits() ? ColorRole::Text : ColorRole::Bad);
    const QList<PlanFacts::Part> parts = facts.parts();
    m_planBar->setParts(parts, facts.freeBytes());
    clear(*m_planParts);
    clear(*m_planFacts);
    for (int row = 0; row < parts.size(); ++row) {
        auto* bytes = new TextLabel(Wording::bytes(parts[row].bytes), TextRole::Label);
        m_planParts->addWidget(new Swatch(row), row, 0);
        m_planParts->addWidget(new TextLabel(parts[row].name, TextRole::Label, TextWeight::Regular, ColorRole::MutedText), row,
                               1);
        m_planParts->addWidget(bytes, row, 2, Qt::AlignRight);
    }
    int row = 0;
    for (const ModelFacts::Fact& fact : facts.facts()) {
        addFact(*m_planFacts, row++, fact);
    }
    QStringList notes = facts.fallbacks();
    if (!isLoaded && m_desks.model.state() == ModelState::Ready) {
        notes << tr("The loaded model gives its memory back before another is loaded.");
    }
    m_planNotes->setText(notes.join(QLatin1Char('\n')));
    m_planNotes->setVisible(!notes.isEmpty());
    m_planOthers->hide();
}

void ModelsPage::tryOtherPlans(const engine::LoadOptions& options) {
    struct Other {
        QString words;
        engine::LoadOptions options;
        int tiles;
    };
    const int tiles = m_preferences.hdNum();
    std::vector<Other> others;
    constexpr int kFewTiles = 4;
    for (const int fewer : {kFewTiles, 1}) {
        if (fewer < tiles) {
            others.push_back({tr("%n tile(s) at most", nullptr, fewer), options, fewer});
        }
    }
    if (!options.int8Weights && options.device.kind != engine::DeviceKind::Cuda) {
        engine::LoadOptions eightBits = options;
        eightBits.int8Weights = true;
        others.push_back({tr("weights in 8 bits"), eightBits, tiles});
        others.push_back({tr("weights in 8 bits and %n tile(s) at most", nullptr, 1), eightBits, 1});
    }
    const auto found = std::make_shared<QStringList>();
    for (const Other& other : others) {
        m_desks.model.planMemory(
            other.options, PlanFacts::workload(*m_inspection, other.tiles), this,
            [this, number = m_planNumber, words = other.words, found](const contracts::Outcome<engine::MemoryPlan>& outcome) {
                if (number != m_planNumber || !outcome.isValue() || !outcome.value().fits) {
                    return;
                }
                *found << tr("%1 (%2)").arg(words, Wording::bytes(outcome.value().peakBytes));
                m_planOthers->setText(tr("It would fit with: %1.").arg(found->join(tr(", or "))));
                m_planOthers->show();
            });
    }
}

QString ModelsPage::chosenFolder() const {
    QString folder = QDir::fromNativeSeparators(m_folder->text().trimmed());
    if (folder == QLatin1String("~") || folder.startsWith(QLatin1String("~/"))) {
        folder.replace(0, 1, QDir::homePath());
    }
    return folder;
}

engine::LoadOptions ModelsPage::chosenOptions() const {
    engine::LoadOptions options = m_preferences.loadOptions(chosenFolder());
    const engine::DeviceInfo* device = chosenDevice();
    options.device = device == nullptr ? engine::DeviceChoice{} : device->choice;
    return options;
}

void ModelsPage::chooseFolder() {
    const QString purpose = QStringLiteral("models");
    connect(openFolderChooser(this, tr("Choose a model folder"), m_preferences.folderFor(purpose)), &QFileDialog::fileSelected,
            this, [this, purpose](const QString& folder) {
                m_preferences.setFolderFor(purpose, QFileInfo(folder).absolutePath());
                setFolder(folder);
            });
}

void ModelsPage::setFolder(const QString& folder) {
    m_folder->setText(Wording::path(folder));
    inspect();
}

void ModelsPage::inspect() {
    const QString folder = chosenFolder();
    m_inspection.reset();
    m_message->hide();
    m_isInspecting = !folder.isEmpty();
    m_isChoiceLoaded = false;
    showInspection();
    refreshState();
    refreshPlan();
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
            m_message->showProblem(problem);
        } else if (outcome.isValue()) {
            m_inspection = outcome.value();
            if (folder != m_demo.folder()) {
                m_preferences.recentModels().add(folder);
            }
        }
        showInspection();
        refreshState();
        refreshPlan();
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
        addFact(*m_facts, row++, fact);
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
            m_message->showProblem(outcome.problem());
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
    const bool canBeCpu = chosenDevice() == nullptr || chosenDevice()->choice.kind != engine::DeviceKind::Cuda;
    m_eightBits->setEnabled(canBeCpu);
    m_type->setEnabled(!canBeCpu || !m_eightBits->isChecked());
    m_fit->setVisible(m_inspection.has_value() && m_planCard->isHidden());
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
    const QString folder = chosenFolder();
    const engine::LoadOptions options = chosenOptions();
    m_isChoiceLoaded = true;
    m_message->hide();
    m_desks.model.load(options, this, [this, folder](const contracts::Outcome<engine::ModelInfo>& outcome) {
        if (outcome.isValue()) {
            m_preferences.setModelFolder(folder == m_demo.folder() ? QString() : folder);
            m_preferences.setModelAdapter({});
        }
        refreshState();
    });
    refreshState();
}

void ModelsPage::use(const engine::LoadOptions& options, bool isChoice) {
    const QString folder = contracts::textOf(options.directory);
    setFolder(folder);
    m_isChoiceLoaded = true;
    const QString adapter = contracts::textOf(options.adapter);
    m_desks.model.load(options, this, [this, folder, adapter, isChoice](const contracts::Outcome<engine::ModelInfo>& outcome) {
        if (outcome.isValue() && isChoice) {
            m_preferences.setModelFolder(folder == m_demo.folder() ? QString() : folder);
            m_preferences.setModelAdapter(adapter);
        }
    });
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
            m_state->setText(tr("%1 is ready on %2").arg(m_demo.nameOf(m_desks.model), Wording::device(info->device)));
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
        m_stateDetail->setText(problem.sentences());
        m_stateDetail->setToolTip(problem.detail);
        break;
    }
    }
    m_state->setColorRole(state == ModelState::Failed ? ColorRole::Bad : ColorRole::Text);
}

} // namespace trutina::ui
